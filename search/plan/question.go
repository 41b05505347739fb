package plan

import "strings"

// An answer seldom repeats the words of its question, least of all those that ask for a
// fact (什么, 谁, 多少, 吗): the answer has the fact in their place. Texts that say why or
// how often pose the question themselves (为什么修桥？因为…), so that there these words are
// evidence like others.

// isQuestion reports whether a folded text has a word that makes it a question.
func isQuestion(text string) bool { return asksWhyOrHow(text) || asksForFact(text) }

func asksWhyOrHow(text string) bool {
	return holdsOneOf(text, "为什么", "为何", "怎么", "怎样", "如何")
}

func asksForFact(text string) bool {
	return !asksWhyOrHow(text) && holdsOneOf(text, "什么", "多少", "哪", "谁", "几", "吗")
}

// isQuestionWord reports whether a word asks, also one that is no stop word: 多少钱.
func isQuestionWord(word string) bool {
	return asksWhyOrHow(word) || holdsOneOf(word, "什么", "多少")
}

// asking returns the factor of a term that is a stop word or has a function character:
// Asking where it only asks for a fact, else 1.
func (p *builder) asking(term string) float64 {
	if !p.asksForFact || !strings.ContainsAny(term, "什么哪谁吗呢") && term != "多少" && term != "是否" && term != "能否" && term != "有没有" && term != "请问" {
		return 1
	}
	return p.w.Asking
}

// holdsOneOf reports whether a text holds one of some words.
func holdsOneOf(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
