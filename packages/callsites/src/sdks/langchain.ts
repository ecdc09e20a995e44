import { operation, type SdkOperation } from "./operation.ts";

const PACKAGES = ["langchain*", "@langchain/*", "langgraph*"];
const CAPS = [
  "max_tokens",
  "maxTokens",
  "max_completion_tokens",
  "max_output_tokens",
  "maxOutputTokens",
  "max_tokens_to_sample",
  "maxTokensToSample",
  "model_kwargs.max_tokens",
];
const MODELS = [
  "model",
  "model_name",
  "modelName",
  "model_id",
  "modelId",
  "deployment_name",
  "azure_deployment",
  "azureOpenAIApiDeploymentName",
  "deploymentName",
  "#0",
];

/** A chat model of LangChain is where the choice is made; what it is given to may be anywhere. */
export const LANGCHAIN: readonly SdkOperation[] = [
  operation({
    sdk: "langchain.chat",
    callees: [
      ..."ChatOpenAI AzureChatOpenAI ChatAnthropic ChatGoogleGenerativeAI ChatVertexAI ChatGroq ChatMistralAI ChatCohere ChatFireworks".split(
        " ",
      ),
      ..."ChatTogetherAI ChatTogether ChatBedrock ChatBedrockConverse BedrockChat ChatXAI ChatDeepSeek ChatOpenRouter ChatPerplexity".split(
        " ",
      ),
      ..."ChatOllama OllamaLLM Ollama ChatLiteLLM ChatDatabricks ChatNVIDIA ChatCerebras ChatMoonshot ChatZhipuAI QianfanChatEndpoint ChatTongyi ChatAnyscale PromptLayerChatOpenAI".split(
        " ",
      ),
      ..."ChatAnthropicVertex ChatAnthropicBedrock AzureAIChatCompletionsModel ChatWatsonx ChatSambaNova ChatSambaNovaCloud ChatNebius ChatUpstage ChatWriter ChatOCIGenAI ChatCloudflareWorkersAI ChatAlibabaTongyi ChatBaiduQianfan ChatMinimax ChatDeepInfra ChatFriendli ChatGoogle".split(
        " ",
      ),
      ..."OpenAI AzureOpenAI OpenAIChat Anthropic GooglePalm VertexAI GoogleGenerativeAI Cohere Bedrock Together Fireworks Replicate".split(
        " ",
      ),
    ],
    packages: PACKAGES,
    marks: ["langchain"],
    model: MODELS,
    maxOutputTokens: CAPS,
    serviceTier: ["service_tier"],
  }),
  operation({
    sdk: "langchain.chat",
    callees: ["init_chat_model", "initChatModel"],
    packages: PACKAGES,
    marks: ["init_chat_model", "initChatModel"],
    model: ["model", "#0"],
    maxOutputTokens: CAPS,
  }),
  operation({
    sdk: "langchain.agent",
    callees: [
      "create_agent",
      "createAgent",
      "create_react_agent",
      "createReactAgent",
      "create_deep_agent",
      "createDeepAgent",
    ],
    packages: [...PACKAGES, "deepagents*"],
    isByNameOnly: true,
    marks: ["create_agent", "createAgent", "_agent", "ReactAgent", "DeepAgent"],
    model: ["model", "llm", "#0"],
    prompt: ["system_prompt", "systemPrompt", "prompt"],
    tools: ["tools"],
  }),
  operation({
    sdk: "langchain.embeddings",
    callees: [
      "OpenAIEmbeddings",
      "AzureOpenAIEmbeddings",
      "CohereEmbeddings",
      "VoyageAIEmbeddings",
      "GoogleGenerativeAIEmbeddings",
      "VertexAIEmbeddings",
      "MistralAIEmbeddings",
      "BedrockEmbeddings",
      "init_embeddings",
    ],
    packages: PACKAGES,
    marks: ["mbeddings"],
    model: MODELS,
    hasOutput: false,
  }),
];
