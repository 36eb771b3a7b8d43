namespace AlignZeg.Model.Training;

/// <summary>Which parameters decay. Source: SAN @e19262d, its optimizer's groups (method 10).</summary>
internal static class ParameterGroups
{
    private const string Fusion = "fusion";

    // Parts of the own names of positional and query embeddings, here and in published checkpoints.
    private static readonly string[] Embeddings = ["query", "position", "pos_embed"];

    /// <summary>Makes the optimizer of a recipe.</summary>
    /// <param name="module">What is trained; frozen parameters are left out.</param> <param name="options">Rate, decay, and whether every parameter decays.</param>
    public static AdamW Optimizer(nn.Module module, SegmentationTrainingOptions options)
    {
        if (options.DecayAll) return optim.AdamW(module.parameters(), lr: options.LearningRate, weight_decay: options.WeightDecay);
        var (decaying, free) = Split(module);
        var groups = new[] { (Parameters: decaying, Decay: options.WeightDecay), (Parameters: free, Decay: 0.0) };
        return optim.AdamW(
            groups.Where(g => g.Parameters.Count > 0).Select(g => new AdamW.ParamGroup(g.Parameters.Select(p => p.Parameter), options.LearningRate, weight_decay: g.Decay)),
            lr: options.LearningRate, weight_decay: options.WeightDecay);
    }

    /// <summary>Norm layers and positional and query embeddings do not decay; the norms of the fusion do, as in SAN, where they are a class that its rule does not know.</summary>
    internal static (IReadOnlyList<(string Name, Parameter Parameter)> Decaying, IReadOnlyList<(string Name, Parameter Parameter)> Free) Split(nn.Module module)
    {
        var seen = new HashSet<IntPtr>();
        List<(string, Parameter)> decaying = [], free = [];
        foreach (var (path, part) in module.named_modules().Prepend(("", module)))
        {
            bool isNorm = part is TorchSharp.Modules.LayerNorm or TorchSharp.Modules.GroupNorm && !path.Contains(Fusion, StringComparison.Ordinal);
            foreach (var (name, parameter) in part.named_parameters(recurse: false))
            {
                if (!parameter.requires_grad || !seen.Add(parameter.Handle)) continue;
                bool isFree = isNorm || Embeddings.Any(word => (part is TorchSharp.Modules.Embedding ? path : name).Contains(word, StringComparison.Ordinal));
                (isFree ? free : decaying).Add((path.Length == 0 ? name : $"{path}.{name}", parameter));
            }
        }

        return (decaying, free);
    }
}
