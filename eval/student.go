package eval

import "math"

// studentP is the two-sided p-value of a t statistic with df degrees of
// freedom: I_x(df/2, 1/2) at x = df/(df+t²), I the regularized incomplete beta
// function.
func studentP(t, df float64) float64 {
	return incompleteBeta(df/(df+t*t), df/2, .5)
}

// incompleteBeta is I_x(a, b) by its continued fraction, which converges fast
// for x below (a+1)/(a+b+2); above, the symmetry 1 - I_{1-x}(b, a) serves.
func incompleteBeta(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - incompleteBeta(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab - la - lb + a*math.Log(x) + b*math.Log1p(-x))
	return front * betaFraction(x, a, b) / a
}

// betaFraction evaluates the continued fraction by Lentz's method.
func betaFraction(x, a, b float64) float64 {
	const tiny, precision, limit = 1e-300, 1e-14, 500
	c, d := 1.0, 0.0
	result := 1.0
	for i := range limit {
		m := float64(i / 2)
		var numerator float64
		switch {
		case i == 0:
			numerator = 1
		case i%2 == 0:
			numerator = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			numerator = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = nonZero(1+numerator*d, tiny)
		c = nonZero(1+numerator/c, tiny)
		d = 1 / d
		result *= c * d
		if math.Abs(c*d-1) < precision {
			break
		}
	}
	// The fraction's leading numerator is 1, which Lentz's start of 1 adds.
	return result - 1
}

func nonZero(v, tiny float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}
