package bleve

import "encoding/binary"

// appendBitmap appends ascending documents as a roaring bitmap without runs.
func appendBitmap(b []byte, docs []uint32) []byte {
	start := len(b)
	var keys [][]uint32 // documents of each container
	for i := 0; i < len(docs); {
		end := i + 1
		for end < len(docs) && docs[end]>>16 == docs[i]>>16 {
			end++
		}
		keys = append(keys, docs[i:end])
		i = end
	}
	b = binary.LittleEndian.AppendUint32(b, plainCookie)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint16(b, uint16(k[0]>>16))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(k)-1))
	}
	at := len(b) - start + len(keys)*offsetBytes
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint32(b, uint32(at))
		if len(k) > arrayMost {
			at += bitmapBytes
		} else {
			at += 2 * len(k)
		}
	}
	for _, k := range keys {
		b = appendContainer(b, k)
	}
	return b
}

func appendContainer(b []byte, docs []uint32) []byte {
	if len(docs) <= arrayMost {
		for _, d := range docs {
			b = binary.LittleEndian.AppendUint16(b, uint16(d))
		}
		return b
	}
	start := len(b)
	b = append(b, make([]byte, bitmapBytes)...)
	for _, d := range docs {
		low := d & 0xFFFF
		b[start+int(low/8)] |= 1 << (low % 8)
	}
	return b
}
