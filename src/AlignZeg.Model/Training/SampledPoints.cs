namespace AlignZeg.Model.Training;

/// <summary>
/// Masks matched and scored at points: matching at uniform ones, shared by all masks of an image and drawn anew per layer; the loss at the least certain of many,
/// and a fresh uniform rest. Ignored pixels and padding belong to no mask and count as outside of each.
/// Source: Mask2Former's criterion as SAN @e19262d and detectron2 v0.6 have it (method 8).
/// </summary>
internal sealed class SampledPoints : MaskSupervision
{
    private const double ClassCost = 2, CrossEntropyCost = 5, DiceCost = 5;
    private readonly PointSamplingOptions _options;
    private readonly PointDraw _draw;
    private readonly IReadOnlyList<int[]> _present;
    private readonly IReadOnlyList<Tensor> _truth; // per image [G, H, W]

    /// <param name="labels">[B, H, W], 64-bit: 0 background, i + 1 class i, 255 ignored.</param> <param name="classes">C.</param>
    /// <param name="options">Numbers of points.</param> <param name="draw">Where points come from.</param>
    public SampledPoints(Tensor labels, int classes, PointSamplingOptions options, PointDraw draw)
        : base(labels, classes)
    {
        (_options, _draw) = (options, draw);
        _present = [.. Enumerable.Range(0, (int)labels.size(0)).Select(b => ClassesIn(labels[b]))];
        _truth = [.. _present.Select((p, b) => p.Length == 0 ? empty(0) : stack(p.Select(c => (labels[b] == c + 1).to(ScalarType.Float32))))];
    }

    /// <summary>Classes of an image, ascending.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Present => _present;

    /// <inheritdoc/>
    public override MaskOutcome Of(Tensor masks, Tensor probabilities)
    {
        var matches = Match(masks, probabilities);
        var (entropy, dice) = Losses(masks, matches);
        return new(matches, entropy + dice);
    }

    /// <summary>Hungarian matching per image, without gradient.</summary>
    /// <param name="masks">M, [B, N, h, w].</param> <param name="probabilities">[B, N, C].</param>
    /// <returns>By image, then by proposal.</returns>
    internal Matches Match(Tensor masks, Tensor probabilities)
    {
        using var none = no_grad();
        var (image, proposal, label) = (new List<long>(), new List<long>(), new List<long>());
        for (int b = 0; b < _present.Count; b++)
        {
            if (_present[b].Length == 0) continue;
            foreach (var (query, target) in Assign(Costs(b, masks[b], probabilities[b]).Total))
            {
                image.Add(b);
                proposal.Add(query);
                label.Add(_present[b][target]);
            }
        }

        return new([.. image], [.. proposal], [.. label]);
    }

    /// <summary>The matching cost of an image at points drawn for it: 5·BCE + 5·dice - 2·p(y).</summary>
    /// <param name="image">b, an image with classes.</param> <param name="masks">[N, h, w].</param> <param name="probabilities">[N, C].</param>
    /// <returns>[N, G] each; BCE is the mean over points.</returns>
    internal (Tensor CrossEntropy, Tensor Dice, Tensor Total) Costs(int image, Tensor masks, Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        var points = _draw(1, _options.Points).to(masks.device);                                                            // [1, P, 2]
        var (x, truth) = (PointSample.Shared(masks, points), PointSample.Shared(_truth[image], points).mT);                 // [N, P], [P, G]
        var (hit, miss) = (functional.softplus(-x), functional.softplus(x));                                                // [N, P]
        var entropy = (hit.matmul(truth) + miss.matmul(1 - truth)) / _options.Points;                                       // [N, G]
        var inside = x.sigmoid();
        var dice = 1 - (2 * inside.matmul(truth) + 1) / (inside.sum(-1, keepdim: true) + truth.sum(0, keepdim: true) + 1);  // [N, G]
        var chosen = probabilities.index_select(1, tensor(_present[image].Select(c => (long)c).ToArray(), device: masks.device));
        var total = CrossEntropyCost * entropy + DiceCost * dice - ClassCost * chosen;
        return (entropy.MoveToOuterDisposeScope(), dice.MoveToOuterDisposeScope(), total.MoveToOuterDisposeScope());
    }

    /// <summary>BCE, mean over points, and dice of the matched masks, each summed and divided by the number of ground-truth masks in the batch.</summary>
    /// <param name="masks">M, [B, N, h, w].</param> <param name="matches">Of this layer.</param> <returns>Scalars.</returns>
    internal (Tensor CrossEntropy, Tensor Dice) Losses(Tensor masks, Matches matches)
    {
        if (matches.Image.Length == 0) return (Nothing(masks), Nothing(masks));
        using var scope = NewDisposeScope();
        var (x, truth) = Read(matches.GatherRows(masks), matches);                                                          // [M, P] each
        double count = _present.Sum(p => p.Length);
        var entropy = functional.binary_cross_entropy_with_logits(x, truth, reduction: Reduction.None).mean([1]).sum() / count;
        var inside = x.sigmoid();
        var dice = (1 - (2 * (inside * truth).sum(-1) + 1) / (inside.sum(-1) + truth.sum(-1) + 1)).sum() / count;
        return (entropy.MoveToOuterDisposeScope(), dice.MoveToOuterDisposeScope());
    }

    /// <summary>Matched masks and their ground truth at points that are chosen for the loss.</summary>
    /// <param name="masks">[M, h, w].</param> <param name="matches">M of them.</param> <returns>Logits and shares of the truth, [M, P].</returns>
    internal (Tensor Logits, Tensor Truth) Read(Tensor masks, Matches matches)
    {
        using var scope = NewDisposeScope();
        var (points, truth) = Choose(masks, matches);
        return (PointSample.Own(masks, points).MoveToOuterDisposeScope(), truth.MoveToOuterDisposeScope());
    }

    private (Tensor Points, Tensor Truth) Choose(Tensor masks, Matches matches)
    {
        using var none = no_grad();
        int kept = (int)(_options.Importance * _options.Points);
        var candidates = _draw(masks.size(0), (long)(_options.Points * _options.Oversampling)).to(masks.device);            // [M, 3P, 2]
        var certainty = PointSample.Own(masks, candidates).abs();                                                           // [M, 3P]
        var (_, least) = certainty.topk(kept, dim: 1, largest: false);                                                      // [M, ¾P]
        var points = candidates.gather(1, least.unsqueeze(-1).expand(-1, -1, 2));                                           // [M, ¾P, 2]
        if (kept < _options.Points) points = cat([points, _draw(masks.size(0), _options.Points - kept).to(masks.device)], 1); // [M, P, 2]
        var truth = stack(matches.Image.Select((b, i) => _truth[(int)b][Array.IndexOf(_present[(int)b], (int)matches.Class[i])]));
        return (points, PointSample.Own(truth, points));
    }

    /// <summary>Least total cost, the shorter side fully matched.</summary>
    /// <param name="cost">[N, G].</param> <returns>Pairs by query.</returns>
    internal static IReadOnlyList<(int Query, int Target)> Assign(Tensor cost)
    {
        bool moreQueries = cost.size(0) >= cost.size(1);
        using var table = (moreQueries ? cost.mT : cost).to(ScalarType.Float64).cpu().contiguous();                         // rows: the shorter side
        var values = table.ToNumbers<double>();
        var matrix = new double[table.size(0), table.size(1)];
        Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(double));
        var columns = LinearAssignment.Solve(matrix);
        return [.. columns.Select((column, row) => moreQueries ? (column, row) : (row, column)).Order()];
    }

    private int[] ClassesIn(Tensor labels)
    {
        using var scope = NewDisposeScope();
        return [.. labels.unique().output.ToNumbers<long>().Where(l => l > 0 && l <= Classes).Select(l => (int)l - 1).Order()];
    }
}
