# Action Cable with its adapter in memory: one channel, everybody in it; each message goes to everybody as it came.
require "logger"
require "action_cable"

class RoomChannel < ActionCable::Channel::Base
  def subscribed
    stream_from "room"
  end

  def say(data)
    ActionCable.server.broadcast("room", {text: data["text"]})
  end
end

ActionCable.server.config.tap do |config|
  config.cable = {"adapter" => "async"}
  config.connection_class = -> { ActionCable::Connection::Base }
  config.disable_request_forgery_protection = true
  config.logger = Logger.new($stderr, level: Logger::ERROR)
end

run ActionCable.server
