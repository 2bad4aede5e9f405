// GET of ten names from many loopback addresses with gosnmp: as many workers as asked, each with its own sessions.
// Arguments: port, devices, polls, workers. Prints polls, errors and seconds.
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gosnmp/gosnmp"
)

func number(index int) int {
	value, err := strconv.Atoi(os.Args[index])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	return value
}

func main() {
	port, devices, polls, workers := number(1), number(2), number(3), number(4)
	names := make([]string, 10)
	for i := range names {
		names[i] = fmt.Sprintf(".1.3.6.1.2.1.31.1.1.1.6.%d", i+1)
	}
	var errors int64
	var group sync.WaitGroup
	start := time.Now()
	for w := 0; w < workers; w++ {
		group.Add(1)
		go func(w int) {
			defer group.Done()
			sessions := map[int]*gosnmp.GoSNMP{}
			for p := w; p < polls; p += workers {
				device := p % devices
				session := sessions[device]
				if session == nil {
					session = &gosnmp.GoSNMP{
						Target: fmt.Sprintf("127.1.%d.%d", device>>8, device&255), Port: uint16(port), Community: "public",
						Version: gosnmp.Version2c, Timeout: 2 * time.Second, Retries: 3, MaxOids: 60,
					}
					if err := session.Connect(); err != nil {
						atomic.AddInt64(&errors, 1)
						continue
					}
					sessions[device] = session
				}
				if _, err := session.Get(names); err != nil {
					atomic.AddInt64(&errors, 1)
				}
			}
		}(w)
	}
	group.Wait()
	fmt.Println(polls, errors, time.Since(start).Seconds())
}
