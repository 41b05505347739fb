// Package opensearch keeps generations in an OpenSearch cluster: parts as
// documents of one physical index a generation, an alias for the current one,
// and a side index for manifests, attached files, the vocabulary and the lock.
// It is the only user of the cluster's client. It must not know Chinese: terms
// reach the cluster as they are. Scores are computed from
// frequencies of the whole index, and so do not depend on shards.
package opensearch
