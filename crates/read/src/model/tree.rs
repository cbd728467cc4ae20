//! The best dependency tree of a sentence's arc scores.

/// Arc scores of a sentence of `words` words: row `d`, column `h` is the score of `h` as the head of word `d`;
/// column 0 is the root, column `h` the word `h - 1`.
#[derive(Clone, Debug)]
pub(crate) struct ArcScores {
    words: usize,
    scores: Vec<f32>,
}

impl ArcScores {
    /// Scores of all zero.
    pub fn new(words: usize) -> Self {
        Self { words, scores: vec![0.0; words * (words + 1)] }
    }

    /// The scores of the heads of word `word`: the root first, then each word.
    pub fn row_mut(&mut self, word: usize) -> &mut [f32] {
        let width = self.words + 1;
        &mut self.scores[word * width..(word + 1) * width]
    }

    fn row(&self, word: usize) -> &[f32] {
        let width = self.words + 1;
        &self.scores[word * width..(word + 1) * width]
    }
}

/// Taken from every root arc, so that the best tree has one root.
const ROOT_COST: f64 = 1e4;

/// The head of each word in the best tree with a single root; `None` is the root.
///
/// Most often every word's best head makes a tree already; else Chu and Liu's and Edmonds's algorithm finds the best one.
pub(crate) fn best_tree(arcs: &ArcScores) -> Vec<Option<usize>> {
    let greedy: Vec<usize> = (0..arcs.words).map(|word| best_head(arcs, word)).collect();
    let heads = if is_tree(&greedy) { greedy } else { maximum_tree(arcs) };
    heads.into_iter().map(|head| head.checked_sub(1)).collect()
}

fn best_head(arcs: &ArcScores, word: usize) -> usize {
    let others = arcs.row(word).iter().enumerate().filter(|&(head, _)| head != word + 1);
    others
        .fold(
            (0, f32::NEG_INFINITY),
            |best, (head, &score)| if score > best.1 { (head, score) } else { best },
        )
        .0
}

/// Whether `heads` (0 the root, `h` the word `h - 1`) has one root and no cycle.
fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|&&head| head == 0).count() == 1
        && find_cycle(|node| heads[node - 1], heads.len()).is_none()
}

/// Some cycle among the nodes `1..=last`, where node 0 is the root.
fn find_cycle(head: impl Fn(usize) -> usize, last: usize) -> Option<Vec<usize>> {
    let mut seen = vec![0; last + 1];
    for start in 1..=last {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = head(node);
        }
        if node != 0 && seen[node] == start {
            let cycle = std::iter::successors(Some(head(node)), |&at| (at != node).then(|| head(at)));
            return Some(cycle.collect());
        }
    }
    None
}

/// A dense graph that shrinks as cycles become single nodes.
struct Graph {
    nodes: usize,
    scores: Vec<f64>,
}

impl Graph {
    fn new(nodes: usize) -> Self {
        Self { nodes, scores: vec![f64::NEG_INFINITY; nodes * nodes] }
    }

    fn get(&self, node: usize, head: usize) -> f64 {
        self.scores[node * self.nodes + head]
    }

    fn set(&mut self, node: usize, head: usize, score: f64) {
        self.scores[node * self.nodes + head] = score;
    }

    fn best_head(&self, node: usize) -> usize {
        let row = &self.scores[node * self.nodes..(node + 1) * self.nodes];
        row.iter()
            .enumerate()
            .fold(0, |best, (head, score)| if score.total_cmp(&row[best]).is_gt() { head } else { best })
    }
}

fn maximum_tree(arcs: &ArcScores) -> Vec<usize> {
    let mut graph = Graph::new(arcs.words + 1);
    for word in 0..arcs.words {
        for (head, &score) in arcs.row(word).iter().enumerate().filter(|&(head, _)| head != word + 1) {
            let cost = if head == 0 { ROOT_COST } else { 0.0 };
            graph.set(word + 1, head, f64::from(score) - cost);
        }
    }
    arborescence(&graph).split_off(1)
}

/// The head of every node of the best tree from node 0; node 0's own entry means nothing.
fn arborescence(graph: &Graph) -> Vec<usize> {
    let heads: Vec<usize> = (0..graph.nodes).map(|node| graph.best_head(node)).collect();
    match find_cycle(|node| heads[node], graph.nodes - 1) {
        None => heads,
        Some(cycle) => expand(graph, &heads, &cycle),
    }
}

/// Solves the graph with `cycle` as one node, its last, and opens the cycle where the tree enters it.
fn expand(graph: &Graph, heads: &[usize], cycle: &[usize]) -> Vec<usize> {
    let outer: Vec<usize> = (0..graph.nodes).filter(|node| !cycle.contains(node)).collect();
    let knot = outer.len();
    let entry = |head: usize| best(cycle, |node| graph.get(node, head) - graph.get(node, heads[node]));
    let mut small = Graph::new(knot + 1);
    let mut leaving = vec![0; knot];
    let mut entering = vec![0; knot];
    for (i, &node) in outer.iter().enumerate() {
        let (exit, score) = best(cycle, |head| graph.get(node, head));
        leaving[i] = exit;
        small.set(i, knot, score);
        let (first, score) = entry(node);
        entering[i] = first;
        small.set(knot, i, score);
        for (j, &head) in outer.iter().enumerate() {
            small.set(i, j, graph.get(node, head));
        }
    }
    (0..=knot).for_each(|head| small.set(0, head, f64::NEG_INFINITY));
    let below = arborescence(&small);
    let mut heads = heads.to_vec();
    for (i, &node) in outer.iter().enumerate().skip(1) {
        heads[node] = if below[i] == knot { leaving[i] } else { outer[below[i]] };
    }
    heads[entering[below[knot]]] = outer[below[knot]];
    heads
}

/// The first of the best nodes, and its score.
fn best(nodes: &[usize], score: impl Fn(usize) -> f64) -> (usize, f64) {
    let scored = nodes.iter().map(|&node| (node, score(node)));
    scored.reduce(|best, next| if next.1 > best.1 { next } else { best }).unwrap_or((0, f64::NEG_INFINITY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arcs(words: usize, scores: &[f32]) -> ArcScores {
        let mut arcs = ArcScores::new(words);
        arcs.scores.copy_from_slice(scores);
        arcs
    }

    /// The score of a tree, and of all trees the best, by trying every one.
    fn exhaustive(arcs: &ArcScores) -> f64 {
        let words = arcs.words;
        (0..(words + 1).pow(words as u32))
            .map(|code| {
                (0..words).map(|word| code / (words + 1).pow(word as u32) % (words + 1)).collect::<Vec<_>>()
            })
            .filter(|heads| heads.iter().enumerate().all(|(word, &head)| head != word + 1) && is_tree(heads))
            .map(|heads| total(arcs, &heads))
            .fold(f64::NEG_INFINITY, f64::max)
    }

    fn total(arcs: &ArcScores, heads: &[usize]) -> f64 {
        heads.iter().enumerate().map(|(word, &head)| f64::from(arcs.row(word)[head])).sum()
    }

    #[test]
    fn a_cycle_is_opened_where_it_costs_least() {
        // Both words would rather have each other than the root.
        let scores = [1.0, 0.0, 9.0, 5.0, 8.0, 0.0];
        assert_eq!(best_tree(&arcs(2, &scores)), [Some(1), None]);
    }

    #[test]
    fn a_tree_has_one_root() {
        let scores = [9.0, 0.0, 1.0, 8.0, 2.0, 0.0];
        assert_eq!(best_tree(&arcs(2, &scores)), [None, Some(0)]);
        assert_eq!(best_tree(&ArcScores::new(0)), []);
        assert_eq!(best_tree(&ArcScores::new(1)), [None]);
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_of_all(scores in proptest::collection::vec(-10.0f32..10.0, 20)) {
            let arcs = arcs(4, &scores);
            let heads: Vec<usize> = best_tree(&arcs).into_iter().map(|head| head.map_or(0, |h| h + 1)).collect();
            prop_assert!(is_tree(&heads));
            prop_assert!((total(&arcs, &heads) - exhaustive(&arcs)).abs() < 1e-3);
        }

        #[test]
        fn long_sentences_get_a_tree(seed in proptest::collection::vec(-1.0f32..1.0, 600)) {
            let words = 24;
            prop_assert!(is_tree(&best_tree(&arcs(words, &seed[..words * (words + 1)])).into_iter()
                .map(|head| head.map_or(0, |h| h + 1)).collect::<Vec<_>>()));
        }
    }
}
