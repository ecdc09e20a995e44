"""Answers a customer's question from the pages that were found for it."""

from openai import OpenAI

from settings import MAX_OUTPUT_TOKENS, MODEL

client = OpenAI()

INSTRUCTIONS = """You answer questions of customers of a shop. Use only the pages given.
If they do not hold the answer, say so and offer to ask a person."""


def answer(question: str, pages: list[str]) -> str:
    response = client.responses.create(
        model=MODEL,
        instructions=INSTRUCTIONS,
        input="\n\n".join([*pages, question]),
        max_output_tokens=MAX_OUTPUT_TOKENS,
    )
    return response.output_text
