using System.Runtime.InteropServices;

namespace AlignZeg.Datasets.Metrics;

/// <summary>
/// Counts matches of panoptic segments over any number of images, by COCO's definition. Areas are those of the maps. Not thread-safe: one per worker, then
/// <see cref="Merge"/>. Source: Kirillov et al., Panoptic Segmentation, CVPR 2019, Eq. 1; the treatment of void and crowds as cocodataset/panopticapi @7bb4655 has it.
/// </summary>
public sealed class PanopticQuality
{
    private const int Void = 0;
    private readonly SortedDictionary<int, PanopticCounts> _counts = [];

    /// <summary>The categories that occurred, by id.</summary>
    public IReadOnlyCollection<PanopticCounts> Categories => _counts.Values;

    /// <summary>Adds one image.</summary>
    /// <param name="prediction">Segment ids, row-major, 0 = void.</param> <param name="predicted">Every segment of that map.</param>
    /// <param name="truth">The same of the truth, of equal size.</param> <param name="true">Every segment of the truth.</param>
    /// <exception cref="TruthMismatchException">The maps differ in size, or a map holds a segment that its list lacks; nothing was added.</exception>
    public void Add(ReadOnlySpan<int> prediction, IReadOnlyList<PanopticSegment> predicted, ReadOnlySpan<int> truth, IReadOnlyList<PanopticSegment> @true)
    {
        var overlaps = PanopticOverlaps.Of(prediction, truth);
        overlaps.CheckListed(predicted, @true);
        var (matchedTruth, matchedPrediction) = Match(overlaps, predicted, @true);
        foreach (var segment in @true.Where(s => !s.IsCrowd && !matchedTruth.Contains(s.Id))) Count(segment.Category, missed: 1);
        var crowds = new Dictionary<int, int>();
        foreach (var crowd in @true.Where(s => s.IsCrowd)) crowds[crowd.Category] = crowd.Id; // the last one counts, as in panopticapi
        foreach (var segment in predicted.Where(s => !matchedPrediction.Contains(s.Id)))
        {
            long forgiven = overlaps.Between(segment.Id, Void) + (crowds.TryGetValue(segment.Category, out int crowd) ? overlaps.Between(segment.Id, crowd) : 0);
            if (2 * forgiven <= overlaps.PredictedArea(segment.Id)) Count(segment.Category, spurious: 1);
        }
    }

    /// <summary>Adds what another one counted.</summary>
    public void Merge(PanopticQuality other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var one in other._counts.Values) Count(one.Category, one.Matched, one.Spurious, one.Missed, one.IouSum);
    }

    private (HashSet<int> Truth, HashSet<int> Prediction) Match(PanopticOverlaps overlaps, IReadOnlyList<PanopticSegment> predicted, IReadOnlyList<PanopticSegment> @true)
    {
        var (truthById, predictedById) = (@true.ToDictionary(s => s.Id), predicted.ToDictionary(s => s.Id));
        var (matchedTruth, matchedPrediction) = (new HashSet<int>(), new HashSet<int>());
        foreach (var (truthId, predictedId, both) in overlaps.Pairs)
        {
            if (truthId == Void || predictedId == Void) continue;
            var (expected, found) = (truthById[truthId], predictedById[predictedId]);
            if (expected.IsCrowd || expected.Category != found.Category) continue;
            long union = overlaps.PredictedArea(predictedId) + overlaps.TrueArea(truthId) - both - overlaps.Between(predictedId, Void);
            if (2 * both <= union) continue;
            matchedTruth.Add(truthId);
            matchedPrediction.Add(predictedId);
            Count(expected.Category, matched: 1, iou: (double)both / union);
        }

        return (matchedTruth, matchedPrediction);
    }

    private void Count(int category, int matched = 0, int spurious = 0, int missed = 0, double iou = 0)
    {
        var so = _counts.GetValueOrDefault(category) ?? new(category, 0, 0, 0, 0);
        _counts[category] = so with { Matched = so.Matched + matched, Spurious = so.Spurious + spurious, Missed = so.Missed + missed, IouSum = so.IouSum + iou };
    }

    /// <summary>How two maps overlap, in pixels.</summary>
    private sealed class PanopticOverlaps
    {
        private readonly Dictionary<(int Truth, int Predicted), long> _both = [];
        private readonly Dictionary<int, long> _truth = [], _predicted = [];

        public IEnumerable<(int Truth, int Predicted, long Pixels)> Pairs => _both.OrderBy(p => p.Key).Select(p => (p.Key.Truth, p.Key.Predicted, p.Value));

        public static PanopticOverlaps Of(ReadOnlySpan<int> prediction, ReadOnlySpan<int> truth)
        {
            if (prediction.Length != truth.Length)
                throw new TruthMismatchException(TruthMismatchException.Size, $"The truth has {truth.Length} pixels and the prediction {prediction.Length}; they must be equal.");
            var overlaps = new PanopticOverlaps();
            for (int start = 0, end; start < truth.Length; start = end)
            {
                var (t, p) = (truth[start], prediction[start]);
                for (end = start + 1; end < truth.Length && truth[end] == t && prediction[end] == p;) end++;
                CollectionsMarshal.GetValueRefOrAddDefault(overlaps._both, (t, p), out _) += end - start;
                CollectionsMarshal.GetValueRefOrAddDefault(overlaps._truth, t, out _) += end - start;
                CollectionsMarshal.GetValueRefOrAddDefault(overlaps._predicted, p, out _) += end - start;
            }

            return overlaps;
        }

        public long Between(int predicted, int truth) => _both.GetValueOrDefault((truth, predicted));

        public long PredictedArea(int id) => _predicted.GetValueOrDefault(id);

        public long TrueArea(int id) => _truth.GetValueOrDefault(id);

        public void CheckListed(IReadOnlyList<PanopticSegment> predicted, IReadOnlyList<PanopticSegment> @true)
        {
            foreach (var (map, list, what) in new[] { (_predicted, predicted, "prediction"), (_truth, @true, "truth") })
            {
                var known = list.Select(s => s.Id).Append(Void).ToHashSet();
                if (known.Count != list.Count + 1) throw new TruthMismatchException(TruthMismatchException.UnknownId, $"The {what} lists a segment twice, or one of id 0; ids are above 0 and unique.");
                if (map.Keys.FirstOrDefault(id => !known.Contains(id), Void) is not Void and var unknown)
                    throw new TruthMismatchException(TruthMismatchException.UnknownId, $"The {what}'s map holds segment {unknown}, which its list lacks; map and list must be of the same run.");
            }
        }
    }
}
