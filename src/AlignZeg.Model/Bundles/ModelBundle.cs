using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Bundles;

/// <summary>
/// A model on disk: config.json, tokenizer.json (with vocab.json and merges.txt where it is a BPE), clip.safetensors (keys of Hugging Face's CLIPModel),
/// alignzeg.safetensors.
/// </summary>
internal sealed class ModelBundle : IDisposable
{
    private const string ConfigFile = "config.json", TokenizerFile = "tokenizer.json", ClipFile = "clip.safetensors", NetworkFile = "alignzeg.safetensors";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" };

    public ModelBundle(BundleConfig config, ITokenizer tokenizer)
    {
        (Config, Tokenizer) = (config, tokenizer);
        (Clip, Network) = (new(config.Clip), new(config.AlignZeg, config.Clip));
    }

    public BundleConfig Config { get; }

    public ITokenizer Tokenizer { get; }

    public ClipModel Clip { get; }

    public AlignZegNetwork Network { get; private set; }

    /// <summary>Prototypes of classes in the bundle's own templates, [C, D].</summary>
    public Tensor Embed(IReadOnlyList<string> names, Device device, CancellationToken cancellationToken)
    {
        using var none = no_grad();
        return new TextEncoder(Clip, Tokenizer).EmbedClasses([.. names.Select(name => (IReadOnlyList<string>)[name])], Config.AlignZeg.Templates, device, cancellationToken);
    }

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
        File.WriteAllText(Path.Combine(directory, TokenizerFile), JsonSerializer.Serialize(BundleTokenizer.Of(Tokenizer), Json) + "\n");
        BundleTokenizer.WriteOthers(Tokenizer, directory);
        SafetensorsFile.Write(Path.Combine(directory, ClipFile), Clip.state_dict().Select(p => (p.Key, p.Value)));
        SafetensorsFile.Write(Path.Combine(directory, NetworkFile), Network.state_dict().Select(p => (p.Key, p.Value)));
    }

    /// <summary>Replaces the score below which no class claims a pixel.</summary>
    /// <exception cref="ModelBundleException">The bundle's configuration cannot be read.</exception>
    public static void SetClaimThreshold(string directory, double threshold) => Adjust(directory, config => config with { ClaimThreshold = threshold });

    /// <summary>A bundle's configuration, without its weights.</summary>
    /// <exception cref="ModelBundleException">It cannot be read.</exception>
    public static BundleConfig ConfigOf(string directory) => Read<BundleConfig>(directory, ConfigFile);

    /// <summary>The tensors of a bundle's CLIP, not read yet.</summary>
    /// <exception cref="ModelBundleException">The file is missing or damaged.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> OpenClip(string directory) => Weights.Open(Existing(directory, ClipFile));

    /// <summary>The tensors of a bundle's network, not read yet.</summary>
    /// <exception cref="ModelBundleException">The file is missing or damaged.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> OpenNetwork(string directory) => Weights.Open(Existing(directory, NetworkFile));

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
        var config = ReadConfig(directory);
        var bundle = Create(directory, config, Read<BundleTokenizer>(directory, TokenizerFile).Create(directory, config.Clip.Text.Context));
        Fill(bundle.Clip, directory, ClipFile);
        Fill(bundle.Network, directory, NetworkFile);
        foreach (var module in new nn.Module[] { bundle.Clip, bundle.Network })
        {
            module.to(device);
            module.eval();
            foreach (var parameter in module.parameters()) parameter.requires_grad = false;
        }

        return bundle;
    }

    /// <summary>True if a folder's config.json is that of a bundle: it states a format.</summary>
    public static bool IsIn(string directory)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, ConfigFile)));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("format", out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    /// <summary>A bundle's tokenizer without its weights.</summary>
    /// <exception cref="ModelBundleException">Files are missing or damaged.</exception>
    public static ITokenizer LoadTokenizer(string directory)
    {
        var config = ReadConfig(directory);
        return Read<BundleTokenizer>(directory, TokenizerFile).Create(directory, config.Clip.Text.Context);
    }

    /// <summary>SHA-256 over the names and bytes of the bundle's files, lower-case hex.</summary>
    /// <param name="directory">The bundle.</param> <param name="method">What else results follow from, where the bundle is not used as it is.</param>
    public static string HashOf(string directory, string method = "")
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(method));
        var others = BundleTokenizer.OtherFiles.Where(name => File.Exists(Path.Combine(directory, name)));
        foreach (string name in new[] { NetworkFile, ClipFile, ConfigFile, TokenizerFile }.Concat(others))
        {
            using var file = File.OpenRead(Existing(directory, name));
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clip.Dispose();
        Network.Dispose();
    }

    private static ModelBundle Create(string directory, BundleConfig config, ITokenizer tokenizer)
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

    // As a whole or not at all: a model whose numbers are changed was good before.
    private static void WriteConfig(string directory, BundleConfig config)
    {
        string file = Path.Combine(directory, ConfigFile), unfinished = file + ".tmp";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(config, Json) + "\n");
        File.Move(unfinished, file, overwrite: true);
    }

    private static BundleConfig ReadConfig(string directory)
    {
        var config = Read<BundleConfig>(directory, ConfigFile);
        return config.Format == BundleConfig.CurrentFormat ? config : throw new ModelBundleException(
            $"The model '{directory}' has format {config.Format}; this version reads {BundleConfig.CurrentFormat}. Use a model made for this version.");
    }

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

    private static void Fill(nn.Module module, string directory, string name)
    {
        string path = Existing(directory, name);
        Weights.Fill(module, Weights.Open(path), path);
    }
}
