package server

import (
	"context"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// maxOffers is how many other searches are tried when one finds nothing.
const maxOffers = 5

// offers are searches that find something, similar to one that found nothing.
func offers(ctx context.Context, f Finder, r search.Request, found *search.Response) []web.Offer {
	if found.Total+found.PartialTotal > 0 {
		return nil
	}
	var list []web.Offer
	for _, o := range nearby(r) {
		o.request.Page, o.request.Size = 1, 1
		other, err := f.Search(ctx, o.request)
		if err != nil {
			return list // the page is complete without them
		}
		if other.Total > 0 {
			list = append(list, web.Offer{Label: o.label, Text: o.request.Text,
				Href: pageQuery(o.request).Href(), Count: other.Total})
		}
	}
	return list
}

type neighbour struct {
	label   string
	request search.Request
}

// nearby are the request without its filters, and the request without each of its words.
func nearby(r search.Request) []neighbour {
	var list []neighbour
	if pageQuery(r).Filtered() && strings.TrimSpace(r.Text) != "" {
		list = append(list, neighbour{"去掉筛选", search.Request{Text: r.Text, Literal: r.Literal}})
	}
	words := strings.Fields(r.Text)
	if len(words) < 2 {
		return list
	}
	for i := len(words) - 1; i >= 0 && len(list) < maxOffers; i-- {
		without := r
		without.Text = strings.Join(slices.Delete(slices.Clone(words), i, i+1), " ")
		list = append(list, neighbour{"去掉“" + words[i] + "”", without})
	}
	return list
}
