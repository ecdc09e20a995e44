import type {
  AppsConnectionsOpenArguments,
  AuthTestArguments,
  BlocksValidateArguments,
  BotsInfoArguments,
  ChatDeleteArguments,
  ChatGetPermalinkArguments,
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ConversationsHistoryArguments,
  ConversationsInfoArguments,
  ConversationsJoinArguments,
  ConversationsListArguments,
  ConversationsMembersArguments,
  ConversationsOpenArguments,
  ConversationsRepliesArguments,
  FilesCompleteUploadExternalArguments,
  FilesGetUploadURLExternalArguments,
  FilesInfoArguments,
  ReactionsAddArguments,
  ReactionsRemoveArguments,
  TeamInfoArguments,
  UsergroupsListArguments,
  UsergroupsUsersListArguments,
  UsersConversationsArguments,
  UsersInfoArguments,
  UsersListArguments,
  UsersLookupByEmailArguments,
  ViewsOpenArguments,
  ViewsPublishArguments,
  ViewsPushArguments,
  ViewsUpdateArguments,
} from "@slack/web-api";
import type { HomeView, KnownBlock, MessageAttachment, MessageMetadata, ModalView } from "@slack/types";

/** The arguments of each method the sandbox answers, as `@slack/web-api` types them. Read only by the schema generator. */
export interface MethodArguments {
  "apps.connections.open": AppsConnectionsOpenArguments;
  "auth.test": AuthTestArguments;
  "blocks.validate": BlocksValidateArguments;
  "bots.info": BotsInfoArguments;
  "chat.delete": ChatDeleteArguments;
  "chat.getPermalink": ChatGetPermalinkArguments;
  "chat.postEphemeral": ChatPostEphemeralArguments;
  "chat.postMessage": ChatPostMessageArguments;
  "chat.update": ChatUpdateArguments;
  "conversations.history": ConversationsHistoryArguments;
  "conversations.info": ConversationsInfoArguments;
  "conversations.join": ConversationsJoinArguments;
  "conversations.list": ConversationsListArguments;
  "conversations.members": ConversationsMembersArguments;
  "conversations.open": ConversationsOpenArguments;
  "conversations.replies": ConversationsRepliesArguments;
  "files.completeUploadExternal": FilesCompleteUploadExternalArguments;
  "files.getUploadURLExternal": FilesGetUploadURLExternalArguments;
  "files.info": FilesInfoArguments;
  "reactions.add": ReactionsAddArguments;
  "reactions.remove": ReactionsRemoveArguments;
  "team.info": TeamInfoArguments;
  "usergroups.list": UsergroupsListArguments;
  "usergroups.users.list": UsergroupsUsersListArguments;
  "users.conversations": UsersConversationsArguments;
  "users.info": UsersInfoArguments;
  "users.list": UsersListArguments;
  "users.lookupByEmail": UsersLookupByEmailArguments;
  "views.open": ViewsOpenArguments;
  "views.publish": ViewsPublishArguments;
  "views.push": ViewsPushArguments;
  "views.update": ViewsUpdateArguments;
}

/** The shapes of what those arguments carry; checked on their own, so that a fault names the block it sits in. */
export interface ContentShapes {
  attachment: MessageAttachment;
  block: KnownBlock;
  home: HomeView;
  metadata: MessageMetadata;
  modal: ModalView;
}
