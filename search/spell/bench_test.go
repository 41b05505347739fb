package spell

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// large makes 300,000 words of two to five common characters, in addition to those
// of the sample.
func large(s *Sounds) map[string]int {
	random := rand.New(rand.NewPCG(1, 2))
	var characters []rune
	for r := range s.readings {
		characters = append(characters, r)
	}
	slices.Sort(characters)
	words := withCharacters()
	for _, r := range characters {
		words[string(r)] = 1 + random.IntN(500)
	}
	for len(words) < 300_000 {
		word := make([]rune, 2+random.IntN(4))
		for i := range word {
			word[i] = characters[random.IntN(1+random.IntN(4000))]
		}
		words[string(word)] = 1 + random.IntN(1+random.IntN(500))
	}
	return words
}

func BenchmarkNew(b *testing.B) {
	t := tables(b)
	words := large(t.Sounds)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var s *Speller
	for b.Loop() {
		s = New(pairs(words), t)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
	runtime.KeepAlive(s)
	runtime.KeepAlive(words)
}

func BenchmarkSpeller(b *testing.B) {
	t := tables(b)
	s := New(pairs(large(t.Sounds)), t)
	b.Run("Correct", func(b *testing.B) {
		for b.Loop() {
			s.Correct([]rune("竟品怎么选蜜雪冰成"))
		}
	})
	b.Run("FromPinyin", func(b *testing.B) {
		for b.Loop() {
			s.FromPinyin("xiaohongshu")
		}
	})
	b.Run("Sentences", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Sentences("gerenzhifubaohuitiaoguize", 1000, func(t []string) ([]int, error) { return make([]int, len(t)), nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Mixed", func(b *testing.B) {
		for b.Loop() {
			s.FromPinyin("xiao红书")
		}
	})
	for _, prefix := range []string{"s", "xiaoh", "小", "小h"} {
		b.Run("Complete "+prefix, func(b *testing.B) {
			for b.Loop() {
				s.Complete(prefix, 8, ByFrequency)
			}
		})
	}
}
