"""Says how well a result fits a query, from 0 to 10."""

import os

from openai import OpenAI

client = OpenAI()


def rank(query: str, result: str) -> int:
    response = client.chat.completions.create(
        model=os.environ.get("RANK_MODEL", "gpt-5.4-nano"),
        max_completion_tokens=30,
        messages=[
            {"role": "system", "content": "Reply with one number from 0 to 10."},
            {"role": "user", "content": f"Query: {query}\nResult: {result}"},
        ],
    )
    return int(response.choices[0].message.content or 0)
