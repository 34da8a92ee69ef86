package dev.parley.gateway.protocol;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.command.Waiter;
import dev.parley.gateway.connection.ClientConnection;

/** Brings a command's answer back to the connection that sent it. */
record ConnectionAnswer(ClientConnection connection, Codec codec) implements Waiter {
    @Override
    public void answered(Answer answer) {
        connection.send(codec.encode(new ServerFrame.Answered(answer)));
        connection.commandAnswered();
    }

    /** Saying {@code unavailable} would claim that nothing was taken; coming back and sending again is always right. */
    @Override
    public void unknown() {
        connection.close(CloseCode.OUTCOME_UNKNOWN);
        connection.commandAnswered();
    }

    @Override
    public boolean gone() {
        return connection.gone();
    }
}
