using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Bundles;

/// <summary>
/// A model on disk: config.json, tokenizer.json, clip.safetensors (keys of Hugging Face's CLIPModel), alignzeg.safetensors.
/// </summary>
internal sealed class ModelBundle : IDisposable
{
    private const string ConfigFile = "config.json", TokenizerFile = "tokenizer.json", ClipFile = "clip.safetensors", NetworkFile = "alignzeg.safetensors";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" };

    public ModelBundle(BundleConfig config, WordTokenizer tokenizer)
    {
        (Config, Tokenizer) = (config, tokenizer);
        (Clip, Network) = (new(config.Clip), new(config.AlignZeg, config.Clip));
    }

    public BundleConfig Config { get; }

    public WordTokenizer Tokenizer { get; }

    public ClipModel Clip { get; }

    public AlignZegNetwork Network { get; private set; }

    /// <summary>Draws the network's weights anew, so that they follow from the seed set just before and not from what the CLIP used up.</summary>
    public void ResetNetwork()
    {
        Network.Dispose();
        Network = new(Config.AlignZeg, Config.Clip);
        Network.StartFrom(Clip);
    }

    /// <summary>Writes all files of the bundle; equal weights give equal bytes.</summary>
    public void Save(string directory)
    {
        Directory.CreateDirectory(directory);
        WriteConfig(directory, Config);
        File.WriteAllText(Path.Combine(directory, TokenizerFile), JsonSerializer.Serialize(new TokenizerFileContent("word", Tokenizer.Words), Json) + "\n");
        SafetensorsFile.Write(Path.Combine(directory, ClipFile), Clip.state_dict().Select(p => (p.Key, p.Value)));
        SafetensorsFile.Write(Path.Combine(directory, NetworkFile), Network.state_dict().Select(p => (p.Key, p.Value)));
    }

    /// <summary>Replaces the score below which no class claims a pixel.</summary>
    /// <exception cref="ModelBundleException">The bundle's configuration cannot be read.</exception>
    public static void SetClaimThreshold(string directory, double threshold) => Adjust(directory, config => config with { ClaimThreshold = threshold });

    /// <summary>A bundle's configuration, without its weights.</summary>
    /// <exception cref="ModelBundleException">It cannot be read.</exception>
    public static BundleConfig ConfigOf(string directory) => Read<BundleConfig>(directory, ConfigFile);

    /// <summary>Changes numbers that only inference reads.</summary>
    /// <exception cref="ModelBundleException">The bundle's configuration cannot be read.</exception>
    public static void Adjust(string directory, Func<AlignZegConfig, AlignZegConfig> change)
    {
        var config = Read<BundleConfig>(directory, ConfigFile);
        WriteConfig(directory, config with { AlignZeg = change(config.AlignZeg) });
    }

    /// <summary>Reads a bundle onto a device, ready for inference.</summary>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other.</exception>
    public static ModelBundle Load(string directory, Device device)
    {
        var config = Read<BundleConfig>(directory, ConfigFile);
        if (config.Format != BundleConfig.CurrentFormat)
            throw new ModelBundleException($"The model '{directory}' has format {config.Format}; this version reads {BundleConfig.CurrentFormat}. Use a model made for this version.");
        var tokenizer = Read<TokenizerFileContent>(directory, TokenizerFile);
        var bundle = Create(directory, config, new WordTokenizer(tokenizer.Words, config.Clip.Text.Context));
        Fill(bundle.Clip, Path.Combine(directory, ClipFile));
        Fill(bundle.Network, Path.Combine(directory, NetworkFile));
        foreach (var module in new nn.Module[] { bundle.Clip, bundle.Network })
        {
            module.to(device);
            module.eval();
            foreach (var parameter in module.parameters()) parameter.requires_grad = false;
        }

        return bundle;
    }

    /// <summary>SHA-256 over the names and bytes of the bundle's files, lower-case hex.</summary>
    public static string HashOf(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in new[] { NetworkFile, ClipFile, ConfigFile, TokenizerFile })
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Existing(directory, name))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clip.Dispose();
        Network.Dispose();
    }

    private static ModelBundle Create(string directory, BundleConfig config, WordTokenizer tokenizer)
    {
        try
        {
            return new(config, tokenizer);
        }
        catch (ValidationException e)
        {
            throw new ModelBundleException($"The model's '{Path.Combine(directory, ConfigFile)}' cannot be used: {e.Message}", e);
        }
    }

    private static void WriteConfig(string directory, BundleConfig config) =>
        File.WriteAllText(Path.Combine(directory, ConfigFile), JsonSerializer.Serialize(config, Json) + "\n");

    private static T Read<T>(string directory, string name)
    {
        string path = Existing(directory, name);
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new ModelBundleException($"The model's '{path}' cannot be read: {e.Message} Copy the model again.", e);
        }
    }

    private static string Existing(string directory, string name)
    {
        string path = Path.Combine(directory, name);
        return File.Exists(path) ? path : throw new ModelBundleException(
            $"There is no model in '{directory}': it has no {name}. A model is a folder with {ConfigFile}, {TokenizerFile}, {ClipFile} and {NetworkFile}.");
    }

    private static void Fill(nn.Module module, string path)
    {
        if (!File.Exists(path)) Existing(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        using var scope = NewDisposeScope();
        using var none = no_grad();
        Dictionary<string, Tensor> tensors;
        try
        {
            tensors = SafetensorsFile.Read(path);
        }
        catch (InvalidDataException e)
        {
            throw new ModelBundleException(e.Message, e);
        }

        foreach (var (name, target) in module.state_dict())
        {
            if (!tensors.Remove(name, out var value)) throw new ModelBundleException($"'{path}' has no tensor '{name}': it does not belong to this config.json.");
            if (!value.shape.SequenceEqual(target.shape))
                throw new ModelBundleException($"'{path}': tensor '{name}' is [{string.Join(", ", value.shape)}], config.json wants [{string.Join(", ", target.shape)}].");
            target.copy_(value);
        }

        if (tensors.Count > 0) throw new ModelBundleException($"'{path}' has tensors that the model does not know, such as '{tensors.Keys.First()}'.");
    }

    private sealed record TokenizerFileContent(string Type, IReadOnlyList<string> Words);
}
