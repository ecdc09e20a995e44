import { operation, type SdkOperation } from "./operation.ts";

export const GOOGLE: readonly SdkOperation[] = [
  operation({
    sdk: "google.generate-content",
    callees: [".models.generate_content", ".models.generate_content_stream", ".models.generateContent", ".models.generateContentStream", ".chats.create", ".models.generate_images", ".models.generateImages", ".models.generate_videos", ".live.connect"],
    packages: ["google*", "@google/*"],
    anyReceiver: true,
    marks: ["generate", "chats.create", "live.connect"],
    needs: ["model"],
    maxOutputTokens: ["config.max_output_tokens", "config.maxOutputTokens"],
    prompt: ["config.system_instruction", "config.systemInstruction", "contents"],
    tools: ["config.tools"],
  }),
  operation({
    sdk: "google.generative-model",
    callees: ["GenerativeModel", "generativeai.GenerativeModel", ".getGenerativeModel", ".GenerativeModel", "ChatModel.from_pretrained", "TextGenerationModel.from_pretrained"],
    packages: ["google*", "@google/*", "@google-cloud/*", "vertexai*"],
    anyReceiver: true,
    marks: ["GenerativeModel", "from_pretrained"],
    needs: ["model", "model_name", "#0"],
    model: ["model", "model_name", "#0"],
    maxOutputTokens: ["generation_config.max_output_tokens", "generationConfig.maxOutputTokens"],
    prompt: ["system_instruction", "systemInstruction"],
    tools: ["tools"],
  }),
  operation({
    sdk: "google.embeddings",
    callees: [".models.embed_content", ".models.embedContent", "embed_content"],
    packages: ["google*", "@google/*"],
    anyReceiver: true,
    marks: ["embed_content", "embedContent"],
    prompt: ["contents", "content"],
    hasOutput: false,
  }),
];
