// One room, everybody in it; each message goes to everybody as it came. A goroutine writes for each connection, and the
// frame is prepared once for all, as the library offers it.
package main

import (
	"log"
	"net/http"
	"os"
	"sync"

	"github.com/gorilla/websocket"
)

type room struct {
	sync.RWMutex
	members map[chan *websocket.PreparedMessage]struct{}
}

func main() {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	all := room{members: map[chan *websocket.PreparedMessage]struct{}{}}
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		socket, err := upgrader.Upgrade(answer, request, nil)
		if err != nil {
			return
		}
		out := make(chan *websocket.PreparedMessage, 256)
		all.Lock()
		all.members[out] = struct{}{}
		all.Unlock()
		go write(socket, out)
		greeting, _ := websocket.NewPreparedMessage(websocket.TextMessage, []byte("in"))
		out <- greeting
		read(socket, &all)
		all.Lock()
		delete(all.members, out)
		all.Unlock()
		close(out)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}

func read(socket *websocket.Conn, all *room) {
	for {
		_, text, err := socket.ReadMessage()
		if err != nil {
			return
		}
		message, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
		if err != nil {
			return
		}
		all.RLock()
		for out := range all.members {
			out <- message
		}
		all.RUnlock()
	}
}

func write(socket *websocket.Conn, out chan *websocket.PreparedMessage) {
	defer socket.Close()
	for message := range out {
		if socket.WritePreparedMessage(message) != nil {
			for range out {
			}
			return
		}
	}
}
