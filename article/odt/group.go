package odt

import (
	"encoding/xml"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
)

// list converts a list to blocks. Lists within it are indented.
func (c *converter) list() error {
	items, err := c.items()
	for _, b := range block.GroupItems(items) {
		if b.Text = strings.TrimRight(b.Text, " \n"); b.Text != "" {
			c.blocks = append(c.blocks, b)
		}
	}
	return err
}

// maxLists is how deep lists may be nested and still be indented.
const maxLists = 20

// items reads the items of a list.
func (c *converter) items() ([]block.Block, error) {
	var items []block.Block
	err := c.x.Children(nil, func(xml.StartElement) error { // an item, or the header of the list
		var parts []block.Block
		err := c.x.Children(nil, func(e xml.StartElement) error {
			inner := c.inner()
			inner.depth++
			defer func() { c.dropped = append(c.dropped, inner.dropped...) }()
			if e.Name.Local == "list" && inner.depth < maxLists {
				nested, err := inner.items()
				for _, b := range nested {
					parts = append(parts, b.Indented())
				}
				return err
			}
			err := inner.block(e)
			parts = append(parts, inner.blocks...)
			return err
		})
		if b := block.JoinBlocks(parts); b.Text != "" {
			items = append(items, b)
		}
		return err
	})
	return items, err
}

// table converts rows to lines.
func (c *converter) table() error {
	var rows []block.Block
	var row func(xml.StartElement) error
	row = func(e xml.StartElement) error {
		if e.Name.Local != "table-row" {
			return c.x.Children(nil, row)
		}
		cells, err := c.cells()
		rows = append(rows, block.JoinCells(cells))
		return err
	}
	err := c.x.Children(nil, row)
	c.blocks = append(c.blocks, block.GroupRows(rows)...)
	return err
}

func (c *converter) cells() ([]block.Block, error) {
	var cells []block.Block
	err := c.x.Children(nil, func(xml.StartElement) error {
		inner := c.inner()
		inner.tables++
		err := c.x.Children(nil, inner.block)
		cells, c.dropped = append(cells, block.JoinBlocks(inner.blocks)), append(c.dropped, inner.dropped...)
		return err
	})
	return cells, err
}
