using AlignZeg.Model.Checkpoints;

namespace AlignZeg.Model.Bundles;

/// <summary>Tensors of files into the parameters of modules.</summary>
internal static class Weights
{
    /// <summary>Opens a file of tensors.</summary>
    /// <exception cref="ModelBundleException">It is missing, damaged, or more than data.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Open(string path)
    {
        try
        {
            return CheckpointFile.Open(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ModelBundleException(e.Message, e);
        }
    }

    /// <summary>Fills every parameter, one at a time, whatever floating-point type it is stored in.</summary>
    /// <param name="module">Whose state-dict keys name the tensors.</param> <param name="tensors">By name.</param>
    /// <param name="path">Of the file, for sentences.</param> <param name="ignored">Tensors of the file that the module need not know.</param>
    /// <exception cref="ModelBundleException">A tensor is missing, unknown, of another shape, or damaged.</exception>
    public static void Fill(nn.Module module, IReadOnlyDictionary<string, StoredTensor> tensors, string path, Func<string, bool>? ignored = null)
    {
        using var none = no_grad();
        var targets = module.state_dict();
        foreach (var (name, target) in targets) Fill(name, target, tensors, path);
        var unknown = tensors.Keys.FirstOrDefault(name => !targets.ContainsKey(name) && ignored?.Invoke(name) is not true);
        if (unknown is not null) throw new ModelBundleException($"'{path}' has tensors that the model does not know, such as '{unknown}'.");
    }

    private static void Fill(string name, Tensor target, IReadOnlyDictionary<string, StoredTensor> tensors, string path)
    {
        if (!tensors.TryGetValue(name, out var stored)) throw new ModelBundleException($"'{path}' has no tensor '{name}': it does not belong to this config.json.");
        if (!stored.Shape.SequenceEqual(target.shape))
            throw new ModelBundleException($"'{path}': tensor '{name}' is [{string.Join(", ", stored.Shape)}], config.json wants [{string.Join(", ", target.shape)}].");
        try
        {
            using var value = stored.Read();
            target.copy_(value);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ModelBundleException(e.Message, e);
        }
    }
}
