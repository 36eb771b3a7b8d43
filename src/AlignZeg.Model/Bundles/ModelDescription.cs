using AlignZeg.Model.Checkpoints;

namespace AlignZeg.Model.Bundles;

/// <summary>What a bundle is, read from its files' heads: no weights are loaded.</summary>
/// <param name="Name">For people.</param> <param name="Hash">SHA-256 of its files.</param> <param name="Config">All its numbers.</param>
/// <param name="ClipParameters">Numbers in the frozen CLIP.</param> <param name="NetworkParameters">Numbers in the network on it.</param>
/// <param name="Tensors">Names and shapes, "clip." and "network." before them, by name.</param>
public sealed record ModelDescription(string Name, string Hash, BundleConfig Config, long ClipParameters, long NetworkParameters, IReadOnlyDictionary<string, IReadOnlyList<long>> Tensors)
{
    /// <summary>Describes a bundle.</summary>
    /// <param name="directory">Its folder.</param>
    /// <exception cref="ModelBundleException">Files are missing or damaged.</exception>
    public static ModelDescription Of(string directory)
    {
        var config = ModelBundle.ConfigOf(directory);
        var (clip, network) = (ModelBundle.OpenClip(directory), ModelBundle.OpenNetwork(directory));
        var tensors = clip.Select(t => ("clip." + t.Key, t.Value)).Concat(network.Select(t => ("network." + t.Key, t.Value)));
        var shapes = new SortedDictionary<string, IReadOnlyList<long>>(tensors.ToDictionary(t => t.Item1, t => (IReadOnlyList<long>)t.Value.Shape), StringComparer.Ordinal);
        return new(config.Name, ModelBundle.HashOf(directory), config, Numbers(clip.Values), Numbers(network.Values), shapes);
    }

    private static long Numbers(IEnumerable<StoredTensor> tensors) => tensors.Sum(t => t.Shape.Aggregate(1L, (a, b) => a * b));
}
