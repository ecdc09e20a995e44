"""Settings of the support example; the model is named here, and called in answer.py."""

MODEL = "gpt-6-luna"
MAX_OUTPUT_TOKENS = 600
