namespace AlignZeg.Model.Training.Regions;

/// <summary>
/// A network's own proposals as regions to classify: what was matched is its class, what lies mostly on ignored pixels is unlabelled, what lies mostly on objects beside the match is left out where duplicates
/// may stay, and the rest is background. The same rules as <see cref="SegmentationObjective"/>'s.
/// </summary>
internal static class ProposalRegions
{
    /// <param name="bundle">Its masks are trained.</param> <param name="batches">As the inductive rule allows.</param> <param name="classes">Number of seen classes.</param>
    /// <param name="wanted">How many pictures, rounded up to whole batches.</param> <param name="kept">Per seen class whether its labels are read; others are hidden, as those of unseen classes are. Null: all.</param>
    /// <param name="options">Which duplicates stay.</param> <param name="device">Of the bundle.</param> <param name="cancellationToken">Checked at every batch.</param>
    public static RegionSet Collect(
        Bundles.ModelBundle bundle, BatchSource batches, int classes, int wanted, IReadOnlyList<bool>? kept, SegmentationTrainingOptions options, Device device, CancellationToken cancellationToken)
    {
        using var none = no_grad();
        var (embeddings, labels, dimension) = (new List<float>(), new List<int>(), bundle.Clip.Config.ProjectionDim);
        int pictures = 0;
        for (long i = 0; pictures < wanted; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = batches.Make(i);
            var (images, truth) = batch.Load(device);
            Add(bundle, images, MaskSupervision.Of(kept is null ? truth! : Hidden(truth!, kept), classes, options.PointSampling), options, embeddings, labels);
            pictures += batch.Pictures.Count;
        }

        return new(dimension, [.. embeddings], [.. labels]);
    }

    // Table lookup: 0 background, i + 1 class i, 255 ignored.
    private static Tensor Hidden(Tensor truth, IReadOnlyList<bool> kept)
    {
        long[] map = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(label => label > 0 && label <= kept.Count && !kept[label - 1] ? TrainingImage.Ignored : (long)label)];
        return tensor(map, device: truth.device).index_select(0, truth.flatten()).reshape(truth.shape);
    }

    private static void Add(Bundles.ModelBundle bundle, Tensor images, MaskSupervision truth, SegmentationTrainingOptions options, List<float> embeddings, List<int> labels)
    {
        var features = bundle.Network.ReadClip(bundle.Clip, images);
        var layer = bundle.Network.Extraction.Extract(images, features, lastOnly: true)[^1];
        var targets = truth.TargetsFor(layer.Masks);
        var matches = truth.ByShape(layer.Masks).Matches;
        var ground = ProposalGround.Of(layer.Masks, targets);
        float[] ignored = ground.Ignored.ToNumbers<float>(), objects = ground.Objects.ToNumbers<float>(), all = bundle.Clip.EmbedRegions(features, layer.Bias).ToNumbers<float>();
        int proposals = (int)layer.Masks.size(1), dimension = all.Length / ignored.Length;
        var named = matches.Image.Zip(matches.Proposal, matches.Class).ToDictionary(match => match.First * proposals + match.Second, match => (int)match.Third + 1);
        for (int row = 0; row < ignored.Length; row++)
        {
            bool matched = named.TryGetValue(row, out int label);
            if (!matched && objects[row] > 0 && options.DuplicatesMayStay) continue;
            labels.Add(matched ? label : ignored[row] > 0 ? RegionSet.Unlabelled : 0);
            embeddings.AddRange(all.AsSpan(row * dimension, dimension));
        }
    }
}
