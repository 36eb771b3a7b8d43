using AlignZeg.Model.Bundles;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.San;

/// <summary>The weights of a SAN, moved into a CLIP and a network of ours.</summary>
internal static class SanCheckpoint
{
    /// <summary>Fills a CLIP and a network. The CLIP keeps a positional embedding of its own: SAN's is a trained one, and goes to the network.</summary>
    /// <param name="tensors">By SAN's names; their types do not matter.</param> <param name="clip">Filled.</param> <param name="network">Filled.</param>
    /// <param name="config">The network's numbers.</param> <param name="source">For messages: what the tensors are of.</param>
    /// <exception cref="ModelBundleException">A tensor is missing, unknown, or of another shape.</exception>
    public static void Fill(IReadOnlyDictionary<string, StoredTensor> tensors, ClipModel clip, AlignZegNetwork network, AlignZegConfig config, string source)
    {
        using var none = no_grad();
        var ours = Own(clip, network);
        var unknown = tensors.Keys.ToHashSet();
        foreach (var entry in SanNames.Of(config, clip.Config))
        {
            if (!tensors.TryGetValue(entry.Name, out var stored)) throw new ModelBundleException($"'{source}' has no tensor '{entry.Name}': it is no whole SAN checkpoint, or one of another form.");
            unknown.Remove(entry.Name);
            if (entry.Layout != SanLayout.Constant) Fill(entry, stored, ours, source);
        }

        if (unknown.Count > 0) throw new ModelBundleException($"'{source}' has tensors that no SAN has, such as '{unknown.Order(StringComparer.Ordinal).First()}': it is a checkpoint of something else.");
    }

    private static void Fill(SanTensor entry, StoredTensor stored, Dictionary<string, Tensor> ours, string source)
    {
        using var scope = NewDisposeScope();
        var expected = entry.Gather(ours).shape;
        if (!stored.Shape.SequenceEqual(expected))
            throw new ModelBundleException($"'{source}': tensor '{entry.Name}' is [{string.Join(", ", stored.Shape)}], the CLIP and the form of the network want [{string.Join(", ", expected)}].");
        try
        {
            foreach (var (target, part) in entry.Targets.Zip(entry.Scatter(stored.Read()))) ours[target].copy_(part);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ModelBundleException(e.Message, e);
        }
    }

    /// <summary>Every tensor of both, under "clip." and "network.".</summary>
    internal static Dictionary<string, Tensor> Own(ClipModel clip, AlignZegNetwork network) =>
        clip.state_dict().Select(p => ("clip." + p.Key, p.Value)).Concat(network.state_dict().Select(p => ("network." + p.Key, p.Value))).ToDictionary(p => p.Item1, p => p.Value);
}
