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
	triedPerCost    = 4     // completions that are searched for: short phrases, of which one hit is wanted
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

// suggestCost is the cost of completions of the API.
func suggestCost(c *gin.Context) int {
	return completionsCost(c, lenient(c.Request.URL.RawQuery).number("size", defaultSuggestions, 1, MaxSuggestions))
}

// shownCost is the cost of the completions of a page.
func shownCost(c *gin.Context) int { return completionsCost(c, MaxSuggestions) }

// completionsCost is the cost of so many completions. For a key that is restricted to
// categories each candidate is searched for.
func completionsCost(c *gin.Context, n int) int {
	if len(accessOf(c).categories) == 0 {
		return 1
	}
	return 1 + n*tried/triedPerCost
}

// messageCost is the cost of a message of the Model Context Protocol: that of the
// search, if it asks for one. The message has no member twice, so that the tools take
// the same arguments from it. What has another type than it should is refused by them.
func messageCost(message []byte) int {
	var call struct {
		Params struct {
			Name      string `json:"name"`
			Arguments struct {
				Query string `json:"query"`
				Limit int    `json:"limit"`
				Page  int    `json:"page"`
			} `json:"arguments"`
		} `json:"params"`
	}
	_ = json.Unmarshal(message, &call) // goes on after a member of another type
	if call.Params.Name == "related" {
		return costOfRelated
	}
	asked := call.Params.Arguments
	return search.Request{Text: shorten(asked.Query, search.MaxQueryRunes, search.MaxQueryBytes),
		Size: min(asked.Limit, search.MaxSize), Page: min(asked.Page, maxPage)}.Cost()
}
