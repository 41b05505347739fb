package server

import (
	"encoding/json"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/search"
)

// Costs of requests other than searches, in ordinary searches.
const (
	costOfHelp      = 10    // it counts what a dozen queries find
	costOfRelated   = 3     // and 1 for each relatedPerCost hits
	analyzedPerCost = 2_500 // characters
	relatedPerCost  = 50    // hits
)

// searchCost is the cost of a search of the API.
func searchCost(c *gin.Context) int {
	p := lenient(c.Request.URL.RawQuery)
	r := p.request(p.number("size", DefaultSize, 1, search.MaxSize))
	r.Cursor, _ = p.one("cursor")
	return r.Cost()
}

// pageCost is the cost of the page of a search.
func pageCost(c *gin.Context) int {
	r := lenient(c.Request.URL.RawQuery).request(DefaultSize)
	r.Months = true
	return r.Cost()
}

func feedCost(c *gin.Context) int {
	return lenient(c.Request.URL.RawQuery).request(feedSize).Cost()
}

// articleCost is the cost of an article in which the words of a query are marked.
func articleCost(c *gin.Context) int {
	return search.ReadingCost(lenient(c.Request.URL.RawQuery).text("q", search.MaxQueryRunes, search.MaxQueryBytes))
}

func relatedCost(c *gin.Context) int {
	return costOfRelated + lenient(c.Request.URL.RawQuery).number("size", DefaultSize, 1, search.MaxSize)/relatedPerCost
}

func helpCost(*gin.Context) int { return costOfHelp }

// smallCost is the cost of a completion.
func smallCost(*gin.Context) int { return 1 }

// messageCost is the cost of a message of the Model Context Protocol: that of the
// search, if it asks for one.
func messageCost(body []byte) int {
	var message struct {
		Params struct {
			Arguments struct {
				Query string `json:"query"`
				Limit int    `json:"limit"`
				Page  int    `json:"page"`
			} `json:"arguments"`
		} `json:"params"`
	}
	if json.Unmarshal(body, &message) != nil {
		return 1 // the handler reports what is wrong
	}
	asked := message.Params.Arguments
	return search.Request{Text: shorten(asked.Query, search.MaxQueryRunes, search.MaxQueryBytes),
		Size: min(asked.Limit, search.MaxSize), Page: min(asked.Page, maxPage)}.Cost()
}
