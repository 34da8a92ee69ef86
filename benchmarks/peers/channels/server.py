"""Django Channels with its layer in memory: one group, everybody in it; each message goes to everybody as it came."""
import sys

import django
import uvicorn
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

settings.configure(
    SECRET_KEY="only for the benchmark",
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 100_000}}},
)
django.setup()


class Member(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()
        await self.send(text_data="in")

    async def receive(self, text_data=None, bytes_data=None):
        await self.channel_layer.group_send("room", {"type": "said", "text": text_data})

    async def said(self, event):
        await self.send(text_data=event["text"])

    async def disconnect(self, code):
        await self.channel_layer.group_discard("room", self.channel_name)


uvicorn.run(
    ProtocolTypeRouter({"websocket": Member.as_asgi()}),
    host="127.0.0.1",
    port=int(sys.argv[1]),
    log_level="error",
    lifespan="off",
    ws_per_message_deflate=False,
)
