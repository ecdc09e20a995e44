// Generated from the types of @slack/web-api and @slack/types by scripts/write-slack-shapes.ts. Do not edit.
export const slackShapes: { readonly methods: Readonly<Record<string, object>>; readonly definitions: Readonly<Record<string, object>> } = {
 "methods": {
  "apps.connections.open": {
   "type": "object"
  },
  "auth.test": {
   "type": "object",
   "properties": {
    "token": {
     "type": "string"
    }
   },
   "additionalProperties": false
  },
  "blocks.validate": {
   "type": "object",
   "properties": {
    "blocks": {},
    "message": {},
    "view": {}
   },
   "additionalProperties": false
  },
  "bots.info": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "bot": {
     "type": "string"
    },
    "team_id": {
     "type": "string"
    },
    "token": {
     "type": "string"
    }
   }
  },
  "chat.delete": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "token": {
     "type": "string"
    },
    "as_user": {
     "type": "boolean"
    },
    "channel": {
     "type": "string"
    },
    "ts": {
     "type": "string"
    }
   },
   "required": [
    "channel",
    "ts"
   ]
  },
  "chat.getPermalink": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "token": {
     "type": "string"
    },
    "channel": {
     "type": "string"
    },
    "message_ts": {
     "type": "string"
    }
   },
   "required": [
    "channel",
    "message_ts"
   ]
  },
  "chat.postEphemeral": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "text",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "text",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "channel",
      "text",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "blocks",
      "channel",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "blocks",
      "channel",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "blocks",
      "channel",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "attachments",
      "channel",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "attachments",
      "channel",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "user": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "attachments",
      "channel",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "markdown_text",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "user": {
       "type": "string"
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "markdown_text",
      "user"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "thread_ts": {
       "type": "string"
      },
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "user": {
       "type": "string"
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "channel",
      "markdown_text",
      "user"
     ]
    }
   ]
  },
  "chat.postMessage": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "text"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "text"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "channel",
      "text"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "reply_broadcast",
      "text",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "reply_broadcast",
      "text",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "channel",
      "reply_broadcast",
      "text",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "blocks",
      "channel"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "blocks",
      "channel"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "blocks",
      "channel"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "blocks",
      "channel",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "blocks",
      "channel",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "blocks",
      "channel",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "attachments",
      "channel"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "attachments",
      "channel"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "attachments",
      "channel"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "attachments",
      "channel",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "attachments",
      "channel",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {},
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "attachments",
      "channel",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "markdown_text"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "markdown_text"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean",
       "const": false
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "channel",
      "markdown_text"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_emoji": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "markdown_text",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": false
      },
      "username": {
       "type": "string"
      },
      "icon_url": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "markdown_text",
      "reply_broadcast",
      "thread_ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "mrkdwn": {
       "type": "boolean"
      },
      "unfurl_links": {
       "type": "boolean"
      },
      "unfurl_media": {
       "type": "boolean"
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "as_user": {
       "type": "boolean",
       "const": true
      },
      "thread_ts": {
       "type": "string"
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "as_user",
      "channel",
      "markdown_text",
      "reply_broadcast",
      "thread_ts"
     ]
    }
   ]
  },
  "chat.update": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "file_ids": {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "as_user": {
       "type": "boolean"
      },
      "token": {
       "type": "string"
      },
      "ts": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "text",
      "ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "file_ids": {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "as_user": {
       "type": "boolean"
      },
      "token": {
       "type": "string"
      },
      "ts": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "blocks": {}
     },
     "required": [
      "blocks",
      "channel",
      "ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "file_ids": {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "as_user": {
       "type": "boolean"
      },
      "token": {
       "type": "string"
      },
      "ts": {
       "type": "string"
      },
      "text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      },
      "attachments": {}
     },
     "required": [
      "attachments",
      "channel",
      "ts"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "file_ids": {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      "reply_broadcast": {
       "type": "boolean"
      },
      "parse": {
       "type": "string",
       "enum": [
        "full",
        "none"
       ]
      },
      "metadata": {},
      "link_names": {
       "type": "boolean"
      },
      "as_user": {
       "type": "boolean"
      },
      "token": {
       "type": "string"
      },
      "ts": {
       "type": "string"
      },
      "markdown_text": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "markdown_text",
      "ts"
     ]
    }
   ]
  },
  "conversations.history": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "oldest": {
     "type": "string"
    },
    "latest": {
     "type": "string"
    },
    "inclusive": {
     "type": "boolean"
    },
    "limit": {
     "type": "number"
    },
    "cursor": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "include_all_metadata": {
     "type": "boolean"
    },
    "channel": {
     "type": "string"
    }
   },
   "required": [
    "channel"
   ]
  },
  "conversations.info": {
   "type": "object",
   "properties": {
    "include_locale": {
     "type": "boolean"
    },
    "token": {
     "type": "string"
    },
    "channel": {
     "type": "string"
    },
    "include_num_members": {
     "type": "boolean"
    }
   },
   "additionalProperties": false,
   "required": [
    "channel"
   ]
  },
  "conversations.join": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "token": {
     "type": "string"
    },
    "channel": {
     "type": "string"
    }
   },
   "required": [
    "channel"
   ]
  },
  "conversations.list": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "exclude_archived": {
     "type": "boolean"
    },
    "types": {
     "type": "string"
    },
    "team_id": {
     "type": "string"
    },
    "limit": {
     "type": "number"
    },
    "cursor": {
     "type": "string"
    },
    "token": {
     "type": "string"
    }
   }
  },
  "conversations.members": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "limit": {
     "type": "number"
    },
    "cursor": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "channel": {
     "type": "string"
    }
   },
   "required": [
    "channel"
   ]
  },
  "conversations.open": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "prevent_creation": {
       "type": "boolean"
      },
      "return_im": {
       "type": "boolean"
      },
      "token": {
       "type": "string"
      },
      "channel": {
       "type": "string"
      }
     },
     "required": [
      "channel"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "prevent_creation": {
       "type": "boolean"
      },
      "return_im": {
       "type": "boolean"
      },
      "token": {
       "type": "string"
      },
      "users": {
       "type": "string"
      }
     },
     "required": [
      "users"
     ]
    }
   ]
  },
  "conversations.replies": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "oldest": {
     "type": "string"
    },
    "latest": {
     "type": "string"
    },
    "inclusive": {
     "type": "boolean"
    },
    "limit": {
     "type": "number"
    },
    "cursor": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "include_all_metadata": {
     "type": "boolean"
    },
    "channel": {
     "type": "string"
    },
    "ts": {
     "type": "string"
    }
   },
   "required": [
    "channel",
    "ts"
   ]
  },
  "files.completeUploadExternal": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "files": {
       "type": "array",
       "items": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string"
         },
         "highlight_type": {
          "type": "string"
         },
         "title": {
          "type": "string"
         }
        },
        "required": [
         "id"
        ],
        "additionalProperties": false
       },
       "minItems": 1
      },
      "initial_comment": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      },
      "channel_id": {
       "type": "string"
      }
     },
     "required": [
      "files"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "files": {
       "type": "array",
       "items": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string"
         },
         "highlight_type": {
          "type": "string"
         },
         "title": {
          "type": "string"
         }
        },
        "required": [
         "id"
        ],
        "additionalProperties": false
       },
       "minItems": 1
      },
      "initial_comment": {
       "type": "string"
      },
      "blocks": {},
      "token": {
       "type": "string"
      },
      "channel_id": {
       "type": "string"
      },
      "thread_ts": {
       "type": "string"
      }
     },
     "required": [
      "channel_id",
      "files",
      "thread_ts"
     ]
    }
   ]
  },
  "files.getUploadURLExternal": {
   "type": "object",
   "properties": {
    "token": {
     "type": "string"
    },
    "filename": {
     "type": "string"
    },
    "length": {
     "type": "number"
    },
    "alt_text": {
     "type": "string"
    },
    "snippet_type": {
     "type": "string"
    }
   },
   "required": [
    "filename",
    "length"
   ],
   "additionalProperties": false
  },
  "files.info": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "count": {
     "type": "number"
    },
    "page": {
     "type": "number"
    },
    "limit": {
     "type": "number"
    },
    "cursor": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "file": {
     "type": "string"
    }
   },
   "required": [
    "file"
   ]
  },
  "reactions.add": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "name": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "channel": {
     "type": "string"
    },
    "timestamp": {
     "type": "string"
    }
   },
   "required": [
    "channel",
    "name",
    "timestamp"
   ]
  },
  "reactions.remove": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "channel": {
       "type": "string"
      },
      "timestamp": {
       "type": "string"
      },
      "name": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "channel",
      "name",
      "timestamp"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "file": {
       "type": "string"
      },
      "name": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "file",
      "name"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "file_comment": {
       "type": "string"
      },
      "name": {
       "type": "string"
      },
      "token": {
       "type": "string"
      }
     },
     "required": [
      "file_comment",
      "name"
     ]
    }
   ]
  },
  "team.info": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "domain": {
     "type": "string"
    },
    "team": {
     "type": "string"
    },
    "token": {
     "type": "string"
    }
   }
  },
  "usergroups.list": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "include_disabled": {
     "type": "boolean"
    },
    "include_users": {
     "type": "boolean"
    },
    "include_count": {
     "type": "boolean"
    },
    "team_id": {
     "type": "string"
    },
    "token": {
     "type": "string"
    }
   }
  },
  "usergroups.users.list": {
   "type": "object",
   "properties": {
    "team_id": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "usergroup": {
     "type": "string"
    },
    "include_disabled": {
     "type": "boolean"
    }
   },
   "required": [
    "usergroup"
   ],
   "additionalProperties": false
  },
  "users.conversations": {
   "type": "object",
   "properties": {
    "team_id": {
     "type": "string"
    },
    "limit": {
     "type": "number"
    },
    "cursor": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "exclude_archived": {
     "type": "boolean"
    },
    "types": {
     "type": "string"
    },
    "user": {
     "type": "string"
    }
   },
   "additionalProperties": false
  },
  "users.info": {
   "type": "object",
   "properties": {
    "include_locale": {
     "type": "boolean"
    },
    "token": {
     "type": "string"
    },
    "user": {
     "type": "string"
    }
   },
   "required": [
    "user"
   ],
   "additionalProperties": false
  },
  "users.list": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "team_id": {
     "type": "string"
    },
    "include_locale": {
     "type": "boolean"
    },
    "limit": {
     "type": "number"
    },
    "cursor": {
     "type": "string"
    },
    "token": {
     "type": "string"
    }
   }
  },
  "users.lookupByEmail": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "token": {
     "type": "string"
    },
    "email": {
     "type": "string"
    }
   },
   "required": [
    "email"
   ]
  },
  "views.open": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "trigger_id": {
       "type": "string"
      },
      "token": {
       "type": "string"
      },
      "view": {}
     },
     "required": [
      "trigger_id",
      "view"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "interactivity_pointer": {
       "type": "string"
      },
      "token": {
       "type": "string"
      },
      "view": {}
     },
     "required": [
      "interactivity_pointer",
      "view"
     ]
    }
   ]
  },
  "views.publish": {
   "type": "object",
   "properties": {
    "hash": {
     "type": "string"
    },
    "token": {
     "type": "string"
    },
    "view": {},
    "user_id": {
     "type": "string"
    }
   },
   "required": [
    "user_id",
    "view"
   ],
   "additionalProperties": false
  },
  "views.push": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "trigger_id": {
       "type": "string"
      },
      "token": {
       "type": "string"
      },
      "view": {}
     },
     "required": [
      "trigger_id",
      "view"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "interactivity_pointer": {
       "type": "string"
      },
      "token": {
       "type": "string"
      },
      "view": {}
     },
     "required": [
      "interactivity_pointer",
      "view"
     ]
    }
   ]
  },
  "views.update": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "hash": {
       "type": "string"
      },
      "external_id": {
       "type": "string"
      },
      "token": {
       "type": "string"
      },
      "view": {}
     },
     "required": [
      "external_id",
      "view"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "hash": {
       "type": "string"
      },
      "view_id": {
       "type": "string"
      },
      "token": {
       "type": "string"
      },
      "view": {}
     },
     "required": [
      "view",
      "view_id"
     ]
    }
   ]
  }
 },
 "definitions": {
  "MessageAttachment": {
   "type": "object",
   "properties": {
    "blocks": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/AnyBlock"
     }
    },
    "fallback": {
     "type": "string"
    },
    "color": {
     "type": "string"
    },
    "pretext": {
     "type": "string"
    },
    "author_name": {
     "type": "string"
    },
    "author_link": {
     "type": "string"
    },
    "author_icon": {
     "type": "string"
    },
    "author_subname": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "title_link": {
     "type": "string"
    },
    "text": {
     "type": "string"
    },
    "fields": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/MessageAttachmentField"
     }
    },
    "image_url": {
     "type": "string"
    },
    "thumb_url": {
     "type": "string"
    },
    "footer": {
     "type": "string"
    },
    "footer_icon": {
     "type": "string"
    },
    "ts": {
     "type": "string"
    },
    "actions": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "id": {
        "type": "string"
       },
       "confirm": {
        "$ref": "#/definitions/Confirmation"
       },
       "data_source": {
        "type": "string",
        "enum": [
         "static",
         "channels",
         "conversations",
         "users",
         "external"
        ]
       },
       "min_query_length": {
        "type": "number"
       },
       "name": {
        "type": "string"
       },
       "options": {
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "description": {
           "type": "string"
          },
          "text": {
           "type": "string"
          },
          "value": {
           "type": "string"
          }
         },
         "required": [
          "text",
          "value"
         ],
         "additionalProperties": false
        }
       },
       "option_groups": {
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "text": {
           "type": "string"
          },
          "options": {
           "type": "array",
           "items": {
            "type": "object",
            "properties": {
             "description": {
              "type": "string"
             },
             "text": {
              "type": "string"
             },
             "value": {
              "type": "string"
             }
            },
            "required": [
             "text",
             "value"
            ],
            "additionalProperties": false
           }
          }
         },
         "required": [
          "text",
          "options"
         ],
         "additionalProperties": false
        }
       },
       "selected_options": {
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "description": {
           "type": "string"
          },
          "text": {
           "type": "string"
          },
          "value": {
           "type": "string"
          }
         },
         "required": [
          "text",
          "value"
         ],
         "additionalProperties": false
        }
       },
       "style": {
        "type": "string",
        "enum": [
         "default",
         "primary",
         "danger"
        ]
       },
       "text": {
        "type": "string"
       },
       "type": {
        "type": "string",
        "enum": [
         "button",
         "select"
        ]
       },
       "value": {
        "type": "string"
       },
       "url": {
        "type": "string"
       }
      },
      "required": [
       "text",
       "type"
      ],
      "additionalProperties": false
     }
    },
    "callback_id": {
     "type": "string"
    },
    "mrkdwn_in": {
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "pretext",
       "text",
       "fields"
      ]
     }
    },
    "app_unfurl_url": {
     "type": "string"
    },
    "is_app_unfurl": {
     "type": "boolean"
    },
    "app_id": {
     "type": "string"
    },
    "bot_id": {
     "type": "string"
    },
    "preview": {
     "type": "object",
     "properties": {
      "type": {
       "type": "string"
      },
      "can_remove": {
       "type": "boolean"
      },
      "title": {
       "$ref": "#/definitions/PlainTextElement"
      },
      "subtitle": {
       "$ref": "#/definitions/PlainTextElement"
      },
      "iconUrl": {
       "type": "string"
      }
     },
     "additionalProperties": false
    }
   },
   "additionalProperties": false
  },
  "AnyBlock": {
   "anyOf": [
    {
     "$ref": "#/definitions/KnownBlock"
    },
    {
     "$ref": "#/definitions/Block"
    }
   ]
  },
  "KnownBlock": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/ActionsBlock"
    },
    {
     "$ref": "#/definitions/AlertBlock"
    },
    {
     "$ref": "#/definitions/CardBlock"
    },
    {
     "$ref": "#/definitions/CarouselBlock"
    },
    {
     "$ref": "#/definitions/ContainerBlock"
    },
    {
     "$ref": "#/definitions/ContextBlock"
    },
    {
     "$ref": "#/definitions/ContextActionsBlock"
    },
    {
     "$ref": "#/definitions/DataTableBlock"
    },
    {
     "$ref": "#/definitions/DividerBlock"
    },
    {
     "$ref": "#/definitions/FileBlock"
    },
    {
     "$ref": "#/definitions/HeaderBlock"
    },
    {
     "$ref": "#/definitions/ImageBlock"
    },
    {
     "$ref": "#/definitions/InputBlock"
    },
    {
     "$ref": "#/definitions/MarkdownBlock"
    },
    {
     "$ref": "#/definitions/RichTextBlock"
    },
    {
     "$ref": "#/definitions/SectionBlock"
    },
    {
     "$ref": "#/definitions/TableBlock"
    },
    {
     "$ref": "#/definitions/TaskCardBlock"
    },
    {
     "$ref": "#/definitions/PlanBlock"
    },
    {
     "$ref": "#/definitions/VideoBlock"
    }
   ]
  },
  "ActionsBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "actions"
    },
    "block_id": {
     "type": "string"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/ActionsBlockElement"
     }
    }
   },
   "required": [
    "elements",
    "type"
   ],
   "additionalProperties": false
  },
  "ActionsBlockElement": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/Button"
    },
    {
     "$ref": "#/definitions/Checkboxes"
    },
    {
     "$ref": "#/definitions/Datepicker"
    },
    {
     "$ref": "#/definitions/DateTimepicker"
    },
    {
     "$ref": "#/definitions/MultiUsersSelect"
    },
    {
     "$ref": "#/definitions/MultiStaticSelect"
    },
    {
     "$ref": "#/definitions/MultiConversationsSelect"
    },
    {
     "$ref": "#/definitions/MultiChannelsSelect"
    },
    {
     "$ref": "#/definitions/MultiExternalSelect"
    },
    {
     "$ref": "#/definitions/Overflow"
    },
    {
     "$ref": "#/definitions/RadioButtons"
    },
    {
     "$ref": "#/definitions/UsersSelect"
    },
    {
     "$ref": "#/definitions/StaticSelect"
    },
    {
     "$ref": "#/definitions/ConversationsSelect"
    },
    {
     "$ref": "#/definitions/ChannelsSelect"
    },
    {
     "$ref": "#/definitions/ExternalSelect"
    },
    {
     "$ref": "#/definitions/Timepicker"
    },
    {
     "$ref": "#/definitions/WorkflowButton"
    },
    {
     "$ref": "#/definitions/RichTextInput"
    }
   ]
  },
  "Button": {
   "type": "object",
   "properties": {
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "button"
    },
    "action_id": {
     "type": "string"
    },
    "text": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "value": {
     "type": "string"
    },
    "url": {
     "type": "string"
    },
    "style": {
     "$ref": "#/definitions/ColorScheme"
    },
    "accessibility_label": {
     "type": "string"
    }
   },
   "required": [
    "text",
    "type"
   ],
   "additionalProperties": false
  },
  "ConfirmationDialog": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "title": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "text": {
     "type": "object",
     "required": [
      "type"
     ],
     "discriminator": {
      "propertyName": "type"
     },
     "oneOf": [
      {
       "$ref": "#/definitions/PlainTextElement"
      },
      {
       "$ref": "#/definitions/MrkdwnElement"
      }
     ]
    },
    "confirm": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "deny": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "style": {
     "$ref": "#/definitions/ColorScheme"
    }
   },
   "required": [
    "text"
   ]
  },
  "PlainTextElement": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "plain_text"
    },
    "text": {
     "type": "string"
    },
    "emoji": {
     "type": "boolean"
    }
   },
   "required": [
    "type",
    "text"
   ],
   "additionalProperties": false
  },
  "MrkdwnElement": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "mrkdwn"
    },
    "text": {
     "type": "string"
    },
    "verbatim": {
     "type": "boolean"
    }
   },
   "required": [
    "type",
    "text"
   ],
   "additionalProperties": false
  },
  "ColorScheme": {
   "type": "string",
   "enum": [
    "primary",
    "danger"
   ]
  },
  "Checkboxes": {
   "type": "object",
   "properties": {
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "checkboxes"
    },
    "action_id": {
     "type": "string"
    },
    "initial_options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/Option"
     }
    },
    "options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/Option"
     }
    }
   },
   "required": [
    "options",
    "type"
   ],
   "additionalProperties": false
  },
  "Option": {
   "anyOf": [
    {
     "$ref": "#/definitions/MrkdwnOption"
    },
    {
     "$ref": "#/definitions/PlainTextOption"
    }
   ]
  },
  "MrkdwnOption": {
   "type": "object",
   "properties": {
    "value": {
     "type": "string"
    },
    "url": {
     "type": "string"
    },
    "description": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "text": {
     "$ref": "#/definitions/MrkdwnElement"
    }
   },
   "required": [
    "text"
   ],
   "additionalProperties": false
  },
  "PlainTextOption": {
   "type": "object",
   "properties": {
    "value": {
     "type": "string"
    },
    "url": {
     "type": "string"
    },
    "description": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "text": {
     "$ref": "#/definitions/PlainTextElement"
    }
   },
   "required": [
    "text"
   ],
   "additionalProperties": false
  },
  "Datepicker": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "datepicker"
    },
    "action_id": {
     "type": "string"
    },
    "initial_date": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "DateTimepicker": {
   "type": "object",
   "properties": {
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "datetimepicker"
    },
    "action_id": {
     "type": "string"
    },
    "initial_date_time": {
     "type": "number"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "MultiSelect": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/MultiUsersSelect"
    },
    {
     "$ref": "#/definitions/MultiStaticSelect"
    },
    {
     "$ref": "#/definitions/MultiConversationsSelect"
    },
    {
     "$ref": "#/definitions/MultiChannelsSelect"
    },
    {
     "$ref": "#/definitions/MultiExternalSelect"
    }
   ]
  },
  "MultiUsersSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "max_selected_items": {
     "type": "number"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "multi_users_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_users": {
     "type": "array",
     "items": {
      "type": "string"
     }
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "MultiStaticSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "max_selected_items": {
     "type": "number"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "multi_static_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/PlainTextOption"
     }
    },
    "options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/PlainTextOption"
     }
    },
    "option_groups": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "label": {
        "$ref": "#/definitions/PlainTextElement"
       },
       "options": {
        "type": "array",
        "items": {
         "$ref": "#/definitions/PlainTextOption"
        }
       }
      },
      "required": [
       "label",
       "options"
      ],
      "additionalProperties": false
     }
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "MultiConversationsSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "max_selected_items": {
     "type": "number"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "multi_conversations_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_conversations": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "default_to_current_conversation": {
     "type": "boolean"
    },
    "filter": {
     "type": "object",
     "properties": {
      "include": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "im",
         "mpim",
         "private",
         "public"
        ]
       }
      },
      "exclude_external_shared_channels": {
       "type": "boolean"
      },
      "exclude_bot_users": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "MultiChannelsSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "max_selected_items": {
     "type": "number"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "multi_channels_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_channels": {
     "type": "array",
     "items": {
      "type": "string"
     }
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "MultiExternalSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "max_selected_items": {
     "type": "number"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "multi_external_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/PlainTextOption"
     }
    },
    "min_query_length": {
     "type": "number"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "Overflow": {
   "type": "object",
   "properties": {
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "overflow"
    },
    "action_id": {
     "type": "string"
    },
    "options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/PlainTextOption"
     }
    }
   },
   "required": [
    "options",
    "type"
   ],
   "additionalProperties": false
  },
  "RadioButtons": {
   "type": "object",
   "properties": {
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "radio_buttons"
    },
    "action_id": {
     "type": "string"
    },
    "initial_option": {
     "$ref": "#/definitions/Option"
    },
    "options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/Option"
     }
    }
   },
   "required": [
    "options",
    "type"
   ],
   "additionalProperties": false
  },
  "Select": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/UsersSelect"
    },
    {
     "$ref": "#/definitions/StaticSelect"
    },
    {
     "$ref": "#/definitions/ConversationsSelect"
    },
    {
     "$ref": "#/definitions/ChannelsSelect"
    },
    {
     "$ref": "#/definitions/ExternalSelect"
    }
   ]
  },
  "UsersSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "users_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_user": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "StaticSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "static_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_option": {
     "$ref": "#/definitions/PlainTextOption"
    },
    "options": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/PlainTextOption"
     }
    },
    "option_groups": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "label": {
        "$ref": "#/definitions/PlainTextElement"
       },
       "options": {
        "type": "array",
        "items": {
         "$ref": "#/definitions/PlainTextOption"
        }
       }
      },
      "required": [
       "label",
       "options"
      ],
      "additionalProperties": false
     }
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "ConversationsSelect": {
   "type": "object",
   "properties": {
    "response_url_enabled": {
     "type": "boolean"
    },
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "conversations_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_conversation": {
     "type": "string"
    },
    "default_to_current_conversation": {
     "type": "boolean"
    },
    "filter": {
     "type": "object",
     "properties": {
      "include": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "im",
         "mpim",
         "private",
         "public"
        ]
       }
      },
      "exclude_external_shared_channels": {
       "type": "boolean"
      },
      "exclude_bot_users": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "ChannelsSelect": {
   "type": "object",
   "properties": {
    "response_url_enabled": {
     "type": "boolean"
    },
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "channels_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_channel": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "ExternalSelect": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "external_select"
    },
    "action_id": {
     "type": "string"
    },
    "initial_option": {
     "$ref": "#/definitions/PlainTextOption"
    },
    "min_query_length": {
     "type": "number"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "Timepicker": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "timepicker"
    },
    "action_id": {
     "type": "string"
    },
    "initial_time": {
     "type": "string"
    },
    "timezone": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "WorkflowButton": {
   "type": "object",
   "properties": {
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "workflow_button"
    },
    "action_id": {
     "type": "string"
    },
    "text": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "workflow": {
     "type": "object",
     "properties": {
      "trigger": {
       "type": "object",
       "properties": {
        "url": {
         "type": "string"
        },
        "customizable_input_parameters": {
         "type": "array",
         "items": {
          "type": "object",
          "properties": {
           "name": {
            "type": "string"
           },
           "value": {
            "type": "string"
           }
          },
          "required": [
           "name",
           "value"
          ],
          "additionalProperties": false
         }
        }
       },
       "required": [
        "url"
       ],
       "additionalProperties": false
      }
     },
     "required": [
      "trigger"
     ],
     "additionalProperties": false
    },
    "style": {
     "$ref": "#/definitions/ColorScheme"
    },
    "accessibility_label": {
     "type": "string"
    }
   },
   "required": [
    "text",
    "type",
    "workflow"
   ],
   "additionalProperties": false
  },
  "RichTextInput": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "dispatch_action_config": {
     "$ref": "#/definitions/DispatchActionConfig"
    },
    "type": {
     "type": "string",
     "const": "rich_text_input"
    },
    "action_id": {
     "type": "string"
    },
    "initial_value": {
     "$ref": "#/definitions/RichTextBlock"
    },
    "min_lines": {
     "type": "number"
    },
    "max_lines": {
     "type": "number"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "DispatchActionConfig": {
   "type": "object",
   "properties": {
    "trigger_actions_on": {
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "on_enter_pressed",
       "on_character_entered"
      ]
     }
    }
   },
   "additionalProperties": false
  },
  "RichTextBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "rich_text"
    },
    "block_id": {
     "type": "string"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/RichTextBlockElement"
     }
    }
   },
   "required": [
    "elements",
    "type"
   ],
   "additionalProperties": false
  },
  "RichTextBlockElement": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/RichTextSection"
    },
    {
     "$ref": "#/definitions/RichTextList"
    },
    {
     "$ref": "#/definitions/RichTextQuote"
    },
    {
     "$ref": "#/definitions/RichTextPreformatted"
    }
   ]
  },
  "RichTextSection": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "rich_text_section"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/RichTextElement"
     }
    }
   },
   "required": [
    "type",
    "elements"
   ],
   "additionalProperties": false
  },
  "RichTextElement": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/RichTextBroadcastMention"
    },
    {
     "$ref": "#/definitions/RichTextColor"
    },
    {
     "$ref": "#/definitions/RichTextChannelMention"
    },
    {
     "$ref": "#/definitions/RichTextDate"
    },
    {
     "$ref": "#/definitions/RichTextEmoji"
    },
    {
     "$ref": "#/definitions/RichTextLink"
    },
    {
     "$ref": "#/definitions/RichTextTeamMention"
    },
    {
     "$ref": "#/definitions/RichTextText"
    },
    {
     "$ref": "#/definitions/RichTextUserMention"
    },
    {
     "$ref": "#/definitions/RichTextUsergroupMention"
    }
   ]
  },
  "RichTextBroadcastMention": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "broadcast"
    },
    "range": {
     "type": "string",
     "enum": [
      "here",
      "channel",
      "everyone"
     ]
    }
   },
   "required": [
    "type",
    "range"
   ],
   "additionalProperties": false
  },
  "RichTextColor": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "color"
    },
    "value": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "value"
   ],
   "additionalProperties": false
  },
  "RichTextChannelMention": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "channel"
    },
    "channel_id": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "channel_id"
   ],
   "additionalProperties": false
  },
  "RichTextDate": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "date"
    },
    "timestamp": {
     "type": "number"
    },
    "format": {
     "type": "string"
    },
    "url": {
     "type": "string"
    },
    "fallback": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "timestamp",
    "format"
   ],
   "additionalProperties": false
  },
  "RichTextEmoji": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "emoji"
    },
    "name": {
     "type": "string"
    },
    "unicode": {
     "type": "string"
    },
    "url": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "name"
   ],
   "additionalProperties": false
  },
  "RichTextLink": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "link"
    },
    "text": {
     "type": "string"
    },
    "unsafe": {
     "type": "boolean"
    },
    "url": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "url"
   ],
   "additionalProperties": false
  },
  "RichTextTeamMention": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "team"
    },
    "team_id": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "team_id"
   ],
   "additionalProperties": false
  },
  "RichTextText": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "text"
    },
    "text": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "text"
   ],
   "additionalProperties": false
  },
  "RichTextUserMention": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "user"
    },
    "user_id": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "user_id"
   ],
   "additionalProperties": false
  },
  "RichTextUsergroupMention": {
   "type": "object",
   "properties": {
    "style": {
     "type": "object",
     "properties": {
      "bold": {
       "type": "boolean"
      },
      "code": {
       "type": "boolean"
      },
      "italic": {
       "type": "boolean"
      },
      "strike": {
       "type": "boolean"
      },
      "underline": {
       "type": "boolean"
      }
     },
     "additionalProperties": false
    },
    "type": {
     "type": "string",
     "const": "usergroup"
    },
    "usergroup_id": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "usergroup_id"
   ],
   "additionalProperties": false
  },
  "RichTextList": {
   "type": "object",
   "properties": {
    "border": {
     "type": "number",
     "enum": [
      0,
      1
     ]
    },
    "type": {
     "type": "string",
     "const": "rich_text_list"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/RichTextSection"
     }
    },
    "style": {
     "type": "string",
     "enum": [
      "bullet",
      "ordered"
     ]
    },
    "indent": {
     "type": "number"
    }
   },
   "required": [
    "type",
    "elements",
    "style"
   ],
   "additionalProperties": false
  },
  "RichTextQuote": {
   "type": "object",
   "properties": {
    "border": {
     "type": "number",
     "enum": [
      0,
      1
     ]
    },
    "type": {
     "type": "string",
     "const": "rich_text_quote"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/RichTextElement"
     }
    }
   },
   "required": [
    "type",
    "elements"
   ],
   "additionalProperties": false
  },
  "RichTextPreformatted": {
   "type": "object",
   "properties": {
    "border": {
     "type": "number",
     "enum": [
      0,
      1
     ]
    },
    "type": {
     "type": "string",
     "const": "rich_text_preformatted"
    },
    "elements": {
     "type": "array",
     "items": {
      "type": "object",
      "required": [
       "type"
      ],
      "discriminator": {
       "propertyName": "type"
      },
      "oneOf": [
       {
        "$ref": "#/definitions/RichTextText"
       },
       {
        "$ref": "#/definitions/RichTextLink"
       }
      ]
     }
    }
   },
   "required": [
    "type",
    "elements"
   ],
   "additionalProperties": false
  },
  "AlertBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "alert"
    },
    "block_id": {
     "type": "string"
    },
    "text": {
     "$ref": "#/definitions/TextObject"
    },
    "level": {
     "type": "string",
     "enum": [
      "default",
      "info",
      "warning",
      "error",
      "success"
     ]
    }
   },
   "required": [
    "text",
    "type"
   ],
   "additionalProperties": false
  },
  "TextObject": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/PlainTextElement"
    },
    {
     "$ref": "#/definitions/MrkdwnElement"
    }
   ]
  },
  "CardBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "card"
    },
    "block_id": {
     "type": "string"
    },
    "hero_image": {
     "$ref": "#/definitions/ImageElement"
    },
    "icon": {
     "$ref": "#/definitions/ImageElement"
    },
    "title": {
     "$ref": "#/definitions/MrkdwnElement"
    },
    "subtitle": {
     "$ref": "#/definitions/MrkdwnElement"
    },
    "body": {
     "$ref": "#/definitions/MrkdwnElement"
    },
    "actions": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/Button"
     }
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "ImageElement": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "image_url": {
       "type": "string"
      },
      "type": {
       "type": "string",
       "const": "image"
      },
      "alt_text": {
       "type": "string"
      }
     },
     "required": [
      "alt_text",
      "image_url",
      "type"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "slack_file": {
       "$ref": "#/definitions/SlackFile"
      },
      "type": {
       "type": "string",
       "const": "image"
      },
      "alt_text": {
       "type": "string"
      }
     },
     "required": [
      "alt_text",
      "slack_file",
      "type"
     ]
    }
   ],
   "type": "object",
   "properties": {
    "type": {
     "const": "image"
    }
   },
   "required": [
    "type"
   ]
  },
  "SlackFile": {
   "anyOf": [
    {
     "type": "object",
     "properties": {
      "url": {
       "type": "string"
      }
     },
     "required": [
      "url"
     ],
     "additionalProperties": false
    },
    {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      }
     },
     "required": [
      "id"
     ],
     "additionalProperties": false
    }
   ]
  },
  "CarouselBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "carousel"
    },
    "block_id": {
     "type": "string"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/CardBlock"
     }
    }
   },
   "required": [
    "elements",
    "type"
   ],
   "additionalProperties": false
  },
  "ContainerBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "container"
    },
    "block_id": {
     "type": "string"
    },
    "title": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "rich_text_title": {
     "$ref": "#/definitions/RichTextBlock"
    },
    "subtitle": {
     "$ref": "#/definitions/TextObject"
    },
    "child_blocks": {
     "type": "array",
     "items": {
      "type": "object",
      "required": [
       "type"
      ],
      "discriminator": {
       "propertyName": "type"
      },
      "oneOf": [
       {
        "$ref": "#/definitions/ActionsBlock"
       },
       {
        "$ref": "#/definitions/ContextBlock"
       },
       {
        "$ref": "#/definitions/DividerBlock"
       },
       {
        "$ref": "#/definitions/FileBlock"
       },
       {
        "$ref": "#/definitions/HeaderBlock"
       },
       {
        "$ref": "#/definitions/ImageBlock"
       },
       {
        "$ref": "#/definitions/InputBlock"
       },
       {
        "$ref": "#/definitions/RichTextBlock"
       },
       {
        "$ref": "#/definitions/SectionBlock"
       },
       {
        "$ref": "#/definitions/TableBlock"
       },
       {
        "$ref": "#/definitions/VideoBlock"
       }
      ]
     }
    },
    "width": {
     "type": "string",
     "enum": [
      "narrow",
      "standard",
      "wide",
      "full"
     ]
    },
    "icon": {
     "$ref": "#/definitions/ImageElement"
    },
    "is_collapsible": {
     "type": "boolean"
    },
    "default_collapsed": {
     "type": "boolean"
    },
    "has_header_divider": {
     "type": "boolean"
    }
   },
   "required": [
    "child_blocks",
    "type"
   ],
   "additionalProperties": false
  },
  "ContextBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "context"
    },
    "block_id": {
     "type": "string"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/ContextBlockElement"
     }
    }
   },
   "required": [
    "elements",
    "type"
   ],
   "additionalProperties": false
  },
  "ContextBlockElement": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/ImageElement"
    },
    {
     "$ref": "#/definitions/PlainTextElement"
    },
    {
     "$ref": "#/definitions/MrkdwnElement"
    }
   ]
  },
  "DividerBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "divider"
    },
    "block_id": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "FileBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "file"
    },
    "block_id": {
     "type": "string"
    },
    "source": {
     "type": "string"
    },
    "external_id": {
     "type": "string"
    }
   },
   "required": [
    "external_id",
    "source",
    "type"
   ],
   "additionalProperties": false
  },
  "HeaderBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "header"
    },
    "block_id": {
     "type": "string"
    },
    "text": {
     "$ref": "#/definitions/PlainTextElement"
    }
   },
   "required": [
    "text",
    "type"
   ],
   "additionalProperties": false
  },
  "ImageBlock": {
   "anyOf": [
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "image_url": {
       "type": "string"
      },
      "type": {
       "type": "string",
       "const": "image"
      },
      "block_id": {
       "type": "string"
      },
      "alt_text": {
       "type": "string"
      },
      "title": {
       "$ref": "#/definitions/PlainTextElement"
      }
     },
     "required": [
      "alt_text",
      "image_url",
      "type"
     ]
    },
    {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "slack_file": {
       "$ref": "#/definitions/SlackFile"
      },
      "type": {
       "type": "string",
       "const": "image"
      },
      "block_id": {
       "type": "string"
      },
      "alt_text": {
       "type": "string"
      },
      "title": {
       "$ref": "#/definitions/PlainTextElement"
      }
     },
     "required": [
      "alt_text",
      "slack_file",
      "type"
     ]
    }
   ],
   "type": "object",
   "properties": {
    "type": {
     "const": "image"
    }
   },
   "required": [
    "type"
   ]
  },
  "InputBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "input"
    },
    "block_id": {
     "type": "string"
    },
    "label": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "hint": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "optional": {
     "type": "boolean"
    },
    "element": {
     "$ref": "#/definitions/InputBlockElement"
    },
    "dispatch_action": {
     "type": "boolean"
    }
   },
   "required": [
    "element",
    "label",
    "type"
   ],
   "additionalProperties": false
  },
  "InputBlockElement": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/Checkboxes"
    },
    {
     "$ref": "#/definitions/Datepicker"
    },
    {
     "$ref": "#/definitions/DateTimepicker"
    },
    {
     "$ref": "#/definitions/EmailInput"
    },
    {
     "$ref": "#/definitions/FileInput"
    },
    {
     "$ref": "#/definitions/MultiUsersSelect"
    },
    {
     "$ref": "#/definitions/MultiStaticSelect"
    },
    {
     "$ref": "#/definitions/MultiConversationsSelect"
    },
    {
     "$ref": "#/definitions/MultiChannelsSelect"
    },
    {
     "$ref": "#/definitions/MultiExternalSelect"
    },
    {
     "$ref": "#/definitions/NumberInput"
    },
    {
     "$ref": "#/definitions/PlainTextInput"
    },
    {
     "$ref": "#/definitions/RadioButtons"
    },
    {
     "$ref": "#/definitions/RichTextInput"
    },
    {
     "$ref": "#/definitions/UsersSelect"
    },
    {
     "$ref": "#/definitions/StaticSelect"
    },
    {
     "$ref": "#/definitions/ConversationsSelect"
    },
    {
     "$ref": "#/definitions/ChannelsSelect"
    },
    {
     "$ref": "#/definitions/ExternalSelect"
    },
    {
     "$ref": "#/definitions/Timepicker"
    },
    {
     "$ref": "#/definitions/URLInput"
    }
   ]
  },
  "EmailInput": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "dispatch_action_config": {
     "$ref": "#/definitions/DispatchActionConfig"
    },
    "type": {
     "type": "string",
     "const": "email_text_input"
    },
    "action_id": {
     "type": "string"
    },
    "initial_value": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "FileInput": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "file_input"
    },
    "action_id": {
     "type": "string"
    },
    "filetypes": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "max_files": {
     "type": "number"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "NumberInput": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "dispatch_action_config": {
     "$ref": "#/definitions/DispatchActionConfig"
    },
    "type": {
     "type": "string",
     "const": "number_input"
    },
    "action_id": {
     "type": "string"
    },
    "is_decimal_allowed": {
     "type": "boolean"
    },
    "initial_value": {
     "type": "string"
    },
    "min_value": {
     "type": "string"
    },
    "max_value": {
     "type": "string"
    }
   },
   "required": [
    "is_decimal_allowed",
    "type"
   ],
   "additionalProperties": false
  },
  "PlainTextInput": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "dispatch_action_config": {
     "$ref": "#/definitions/DispatchActionConfig"
    },
    "type": {
     "type": "string",
     "const": "plain_text_input"
    },
    "action_id": {
     "type": "string"
    },
    "initial_value": {
     "type": "string"
    },
    "multiline": {
     "type": "boolean"
    },
    "min_length": {
     "type": "number"
    },
    "max_length": {
     "type": "number"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "URLInput": {
   "type": "object",
   "properties": {
    "placeholder": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "focus_on_load": {
     "type": "boolean"
    },
    "dispatch_action_config": {
     "$ref": "#/definitions/DispatchActionConfig"
    },
    "type": {
     "type": "string",
     "const": "url_text_input"
    },
    "action_id": {
     "type": "string"
    },
    "initial_value": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "SectionBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "section"
    },
    "block_id": {
     "type": "string"
    },
    "text": {
     "$ref": "#/definitions/TextObject"
    },
    "fields": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/TextObject"
     }
    },
    "accessory": {
     "$ref": "#/definitions/SectionBlockAccessory"
    },
    "expand": {
     "type": "boolean"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "SectionBlockAccessory": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/Button"
    },
    {
     "$ref": "#/definitions/Checkboxes"
    },
    {
     "$ref": "#/definitions/Datepicker"
    },
    {
     "$ref": "#/definitions/ImageElement"
    },
    {
     "$ref": "#/definitions/MultiUsersSelect"
    },
    {
     "$ref": "#/definitions/MultiStaticSelect"
    },
    {
     "$ref": "#/definitions/MultiConversationsSelect"
    },
    {
     "$ref": "#/definitions/MultiChannelsSelect"
    },
    {
     "$ref": "#/definitions/MultiExternalSelect"
    },
    {
     "$ref": "#/definitions/Overflow"
    },
    {
     "$ref": "#/definitions/RadioButtons"
    },
    {
     "$ref": "#/definitions/UsersSelect"
    },
    {
     "$ref": "#/definitions/StaticSelect"
    },
    {
     "$ref": "#/definitions/ConversationsSelect"
    },
    {
     "$ref": "#/definitions/ChannelsSelect"
    },
    {
     "$ref": "#/definitions/ExternalSelect"
    },
    {
     "$ref": "#/definitions/Timepicker"
    },
    {
     "$ref": "#/definitions/WorkflowButton"
    }
   ]
  },
  "TableBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "table"
    },
    "block_id": {
     "type": "string"
    },
    "rows": {
     "type": "array",
     "items": {
      "type": "array",
      "items": {
       "type": "object",
       "required": [
        "type"
       ],
       "discriminator": {
        "propertyName": "type"
       },
       "oneOf": [
        {
         "$ref": "#/definitions/RichTextBlock"
        },
        {
         "$ref": "#/definitions/RawTextElement"
        },
        {
         "$ref": "#/definitions/RawNumberElement"
        }
       ]
      }
     }
    },
    "column_settings": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "align": {
        "type": "string",
        "enum": [
         "left",
         "center",
         "right"
        ]
       },
       "is_wrapped": {
        "type": "boolean"
       }
      },
      "additionalProperties": false
     }
    }
   },
   "required": [
    "rows",
    "type"
   ],
   "additionalProperties": false
  },
  "RawTextElement": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "raw_text"
    },
    "text": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "text"
   ],
   "additionalProperties": false
  },
  "RawNumberElement": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "raw_number"
    },
    "value": {
     "type": "number"
    },
    "text": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "value",
    "text"
   ],
   "additionalProperties": false
  },
  "VideoBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "video"
    },
    "block_id": {
     "type": "string"
    },
    "video_url": {
     "type": "string"
    },
    "thumbnail_url": {
     "type": "string"
    },
    "alt_text": {
     "type": "string"
    },
    "title": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "title_url": {
     "type": "string"
    },
    "author_name": {
     "type": "string"
    },
    "provider_name": {
     "type": "string"
    },
    "provider_icon_url": {
     "type": "string"
    },
    "description": {
     "$ref": "#/definitions/PlainTextElement"
    }
   },
   "required": [
    "alt_text",
    "thumbnail_url",
    "title",
    "type",
    "video_url"
   ],
   "additionalProperties": false
  },
  "ContextActionsBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "context_actions"
    },
    "block_id": {
     "type": "string"
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/ContextActionsBlockElement"
     }
    }
   },
   "required": [
    "elements",
    "type"
   ],
   "additionalProperties": false
  },
  "ContextActionsBlockElement": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/FeedbackButtons"
    },
    {
     "$ref": "#/definitions/IconButton"
    }
   ]
  },
  "FeedbackButtons": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "feedback_buttons"
    },
    "action_id": {
     "type": "string"
    },
    "positive_button": {
     "type": "object",
     "properties": {
      "text": {
       "$ref": "#/definitions/PlainTextElement"
      },
      "accessibility_label": {
       "type": "string"
      },
      "value": {
       "type": "string"
      }
     },
     "required": [
      "text",
      "value"
     ],
     "additionalProperties": false
    },
    "negative_button": {
     "type": "object",
     "properties": {
      "text": {
       "$ref": "#/definitions/PlainTextElement"
      },
      "accessibility_label": {
       "type": "string"
      },
      "value": {
       "type": "string"
      }
     },
     "required": [
      "text",
      "value"
     ],
     "additionalProperties": false
    }
   },
   "required": [
    "negative_button",
    "positive_button",
    "type"
   ],
   "additionalProperties": false
  },
  "IconButton": {
   "type": "object",
   "properties": {
    "confirm": {
     "$ref": "#/definitions/ConfirmationDialog"
    },
    "type": {
     "type": "string",
     "const": "icon_button"
    },
    "action_id": {
     "type": "string"
    },
    "icon": {
     "type": "string"
    },
    "text": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "accessibility_label": {
     "type": "string"
    },
    "value": {
     "type": "string"
    },
    "visible_to_user_ids": {
     "type": "array",
     "items": {
      "type": "string"
     }
    }
   },
   "required": [
    "icon",
    "text",
    "type"
   ],
   "additionalProperties": false
  },
  "DataTableBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "data_table"
    },
    "block_id": {
     "type": "string"
    },
    "rows": {
     "type": "array",
     "items": {
      "type": "array",
      "items": {
       "type": "object",
       "required": [
        "type"
       ],
       "discriminator": {
        "propertyName": "type"
       },
       "oneOf": [
        {
         "$ref": "#/definitions/RawTextElement"
        },
        {
         "$ref": "#/definitions/RawNumberElement"
        },
        {
         "$ref": "#/definitions/RichTextBlock"
        }
       ]
      }
     }
    },
    "caption": {
     "type": "string"
    },
    "page_size": {
     "type": "number"
    },
    "row_header_column_index": {
     "type": "number"
    }
   },
   "required": [
    "caption",
    "rows",
    "type"
   ],
   "additionalProperties": false
  },
  "MarkdownBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "markdown"
    },
    "block_id": {
     "type": "string"
    },
    "text": {
     "type": "string"
    }
   },
   "required": [
    "text",
    "type"
   ],
   "additionalProperties": false
  },
  "TaskCardBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "task_card"
    },
    "block_id": {
     "type": "string"
    },
    "task_id": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "details": {
     "$ref": "#/definitions/RichTextBlock"
    },
    "output": {
     "$ref": "#/definitions/RichTextBlock"
    },
    "sources": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/URLSourceElement"
     }
    },
    "status": {
     "type": "string",
     "enum": [
      "pending",
      "in_progress",
      "complete",
      "error"
     ]
    }
   },
   "required": [
    "status",
    "task_id",
    "title",
    "type"
   ],
   "additionalProperties": false
  },
  "URLSourceElement": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "url"
    },
    "url": {
     "type": "string"
    },
    "text": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "url",
    "text"
   ],
   "additionalProperties": false
  },
  "PlanBlock": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "plan"
    },
    "block_id": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "tasks": {
     "type": "array",
     "items": {
      "anyOf": [
       {
        "$ref": "#/definitions/TaskCardBlock"
       },
       {
        "type": "object",
        "additionalProperties": {}
       }
      ]
     }
    }
   },
   "required": [
    "title",
    "type"
   ],
   "additionalProperties": false
  },
  "Block": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string"
    },
    "block_id": {
     "type": "string"
    }
   },
   "required": [
    "type"
   ],
   "additionalProperties": false
  },
  "MessageAttachmentField": {
   "type": "object",
   "properties": {
    "title": {
     "type": "string"
    },
    "value": {
     "type": "string"
    },
    "short": {
     "type": "boolean"
    }
   },
   "required": [
    "title",
    "value"
   ],
   "additionalProperties": false
  },
  "Confirmation": {
   "type": "object",
   "properties": {
    "dismiss_text": {
     "type": "string"
    },
    "ok_text": {
     "type": "string"
    },
    "text": {
     "type": "string"
    },
    "title": {
     "type": "string"
    }
   },
   "required": [
    "text"
   ],
   "additionalProperties": false
  },
  "HomeView": {
   "type": "object",
   "properties": {
    "blocks": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/AnyBlock"
     }
    },
    "private_metadata": {
     "type": "string"
    },
    "callback_id": {
     "type": "string"
    },
    "external_id": {
     "type": "string"
    },
    "type": {
     "type": "string",
     "const": "home"
    }
   },
   "required": [
    "blocks",
    "type"
   ],
   "additionalProperties": false
  },
  "MessageMetadata": {
   "type": "object",
   "properties": {
    "event_type": {
     "type": "string"
    },
    "event_payload": {
     "type": "object",
     "additionalProperties": {
      "anyOf": [
       {
        "type": "string"
       },
       {
        "type": "number"
       },
       {
        "type": "boolean"
       },
       {
        "$ref": "#/definitions/MessageMetadataEventPayloadObject"
       },
       {
        "type": "array",
        "items": {
         "$ref": "#/definitions/MessageMetadataEventPayloadObject"
        }
       }
      ]
     }
    }
   },
   "required": [
    "event_type",
    "event_payload"
   ],
   "additionalProperties": false
  },
  "MessageMetadataEventPayloadObject": {
   "type": "object",
   "additionalProperties": {
    "type": [
     "string",
     "number",
     "boolean"
    ]
   }
  },
  "ModalView": {
   "type": "object",
   "properties": {
    "blocks": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/AnyBlock"
     }
    },
    "private_metadata": {
     "type": "string"
    },
    "callback_id": {
     "type": "string"
    },
    "external_id": {
     "type": "string"
    },
    "type": {
     "type": "string",
     "const": "modal"
    },
    "title": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "close": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "submit": {
     "$ref": "#/definitions/PlainTextElement"
    },
    "clear_on_close": {
     "type": "boolean"
    },
    "notify_on_close": {
     "type": "boolean"
    }
   },
   "required": [
    "blocks",
    "title",
    "type"
   ],
   "additionalProperties": false
  }
 }
};
