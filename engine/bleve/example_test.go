package bleve_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/xunzhang/xunzhang/engine"
	own "github.com/xunzhang/xunzhang/engine/bleve"
)

// A generation is a bleve index: bleve opens it without any code of this project.
func Example() {
	dir, err := os.MkdirTemp("", "index")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	publish(dir)

	generation := filepath.Join(dir, "gen-000001")
	index, err := bleve.Open(generation)
	if err != nil {
		log.Fatal(err)
	}
	defer index.Close()
	request := bleve.NewSearchRequest(bleve.NewTermQuery("红书"))
	request.Fields = []string{"title", "author", "published", "views"}
	result, err := index.Search(request)
	if err != nil {
		log.Fatal(err)
	}
	for _, hit := range result.Hits {
		fmt.Println(hit.ID, hit.Fields)
	}
	// Output:
	// it/2 map[author:李明 published:2025-01-14 title:小红书上的“难民” views:1204]
	// it/1 map[author:硬糖 published:2025-01-13 title:TikTok 难民 views:77]
}

// publish makes an index of three articles.
func publish(dir string) {
	e, err := own.Open(dir, own.Options{})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	generation, err := e.Begin(ctx, engine.Empty, "example")
	if err != nil {
		log.Fatal(err)
	}
	day := time.Date(2025, 1, 13, 0, 0, 0, 0, time.UTC)
	err = generation.Write(ctx, []engine.Doc{
		{ID: "it/1", Article: "it/1", Title: "TikTok 难民", Grams: []string{"tiktok", "难民", "小红", "红书"},
			Fields: engine.Fields{Author: "硬糖", Published: day, Views: 77}},
		{ID: "it/2", Article: "it/2", Title: "小红书上的“难民”", Grams: []string{"小红", "红书", "小红", "红书", "难民"},
			Fields: engine.Fields{Author: "李明", Published: day.AddDate(0, 0, 1), Views: 1204}},
		{ID: "it/3", Article: "it/3", Title: "洋抖", Grams: []string{"洋抖"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := generation.Publish(ctx); err != nil {
		log.Fatal(err)
	}
	if err := e.Close(); err != nil {
		log.Fatal(err)
	}
}
