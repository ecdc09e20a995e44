"""A service whose model calls arrive in Runrate: it answers one question, as a web handler would, and tells what the call counted."""

import json
import os
import sys
import urllib.request

import otlp

MODEL = os.environ.get("MODEL", "gpt-4o-mini")


def ask_model(spans: otlp.Spans, question: str, user: str) -> str:
    whose = {"user.id": user, "runrate.project": "helpdesk", "runrate.workload": "answer-question"}
    with spans.call(f"chat {MODEL}", **{"gen_ai.provider.name": "openai", "gen_ai.request.model": MODEL}, **whose) as span:
        answer = complete(question)
        usage = answer["usage"]
        span["gen_ai.response.id"] = answer["id"]
        span["gen_ai.response.model"] = answer["model"]
        span["gen_ai.usage.input_tokens"] = usage["prompt_tokens"]
        span["gen_ai.usage.output_tokens"] = usage["completion_tokens"]
        span["gen_ai.usage.cache_read.input_tokens"] = usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)
        return answer["choices"][0]["message"]["content"]


def complete(question: str) -> dict:
    request = urllib.request.Request(
        os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1") + "/chat/completions",
        data=json.dumps({"model": MODEL, "messages": [{"role": "user", "content": question}]}).encode(),
        headers={"content-type": "application/json", "authorization": "Bearer " + os.environ["OPENAI_API_KEY"]},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


if __name__ == "__main__":
    spans = otlp.from_environment("support")
    print(ask_model(spans, " ".join(sys.argv[1:]) or "Say hello.", user="u-17"))
    spans.close()
