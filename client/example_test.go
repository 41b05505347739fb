package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/xunzhang/xunzhang/client"
)

// Search returns a page of articles. Their texts are pieces, of which those that
// match are hits.
func ExampleClient_Search() {
	c, end, err := connect()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer end()
	found, err := c.Search(context.Background(), client.Query{Text: "渔网", Size: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Total, "articles")
	for _, a := range found.Articles {
		fmt.Println(a.ID, a.Title.Text())
		for _, p := range a.Paragraphs {
			for _, piece := range p.Pieces {
				if piece.Hit {
					fmt.Printf("【%s】", piece.Text)
				} else {
					fmt.Print(piece.Text)
				}
			}
			fmt.Println("", p.Link)
		}
	}
	// Output:
	// 1 articles
	// net 码头上的网
	// 旧【渔网】挂在码头上。 /articles/net?q=%E6%B8%94%E7%BD%91#p1
}

// An error of the server is an *Error; errors.Is tells which kind it is.
func ExampleClient_Article_missing() {
	c, end, err := connect()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer end()
	_, err = c.Article(context.Background(), "boat", "")
	if refused := (*client.Error)(nil); errors.As(err, &refused) {
		fmt.Println(refused.Status, refused.Code, errors.Is(err, client.ErrNotFound))
	}
	// Output:
	// 404 not_found true
}

// connect returns a client of a server with one article, and a function that ends the
// server. A program calls client.New with the address of its server.
func connect() (*client.Client, func(), error) {
	server := httptest.NewServer(http.HandlerFunc(answer))
	c, err := client.New(server.URL, client.Options{})
	return c, server.Close, err
}

// answer answers like a server whose index has one article.
func answer(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/api/v1/search" && r.URL.Query().Get("q") == "渔网" {
		_, _ = io.WriteString(w, `{"total":1,"articles":[{"id":"net","title":[{"text":"码头上的网"}],"paragraphs":[
			{"id":"net#1","link":"/articles/net?q=%E6%B8%94%E7%BD%91#p1","pieces":[{"text":"旧"},{"text":"渔网","hit":true},{"text":"挂在码头上。"}]}]}]}`)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, `{"status":404,"code":"not_found","detail":"there is no such article","request_id":"1"}`)
}
