using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Bundles;

/// <summary>Where the parts of a published CLIP are: a folder of Hugging Face, or a checkpoint of OpenAI with a vocabulary beside it.</summary>
/// <param name="Directory">The folder.</param> <param name="IsHuggingFace">Whether config.json tells the numbers; else the shapes do.</param>
/// <param name="Weights">The files of tensors; several where they are sharded.</param>
internal sealed record ClipFiles(string Directory, bool IsHuggingFace, IReadOnlyList<string> Weights)
{
    private const string Single = "model.safetensors", Index = "model.safetensors.index.json", Old = "pytorch_model.bin", OldIndex = "pytorch_model.bin.index.json";
    private const string HuggingFaceKey = "vision_model.embeddings.class_embedding";

    /// <summary>Finds them.</summary>
    /// <param name="path">The folder, or a checkpoint in it.</param>
    /// <exception cref="ModelBundleException">There is no CLIP, or more than one.</exception>
    public static ClipFiles Find(string path)
    {
        if (File.Exists(path)) return new(Path.GetDirectoryName(Path.GetFullPath(path))!, IsHuggingFace: false, [path]);
        if (!System.IO.Directory.Exists(path)) throw new ModelBundleException($"There is no CLIP '{path}'; give a folder of Hugging Face's CLIPModel, or a checkpoint of OpenAI.");
        if (HuggingFaceConfig.IsIn(path)) return new(path, IsHuggingFace: true, HuggingFaceWeights(path));
        var candidates = Candidates(path, OpenAiCheckpoint.Is);
        return candidates.Count switch
        {
            1 => new(path, IsHuggingFace: false, candidates),
            0 => throw Absent(path),
            _ => throw new ModelBundleException($"'{path}' has {candidates.Count} checkpoints of OpenAI, such as '{Path.GetFileName(candidates[0])}'; name the file instead of the folder."),
        };
    }

    /// <summary>The numbers of the model, and its tensors under Hugging Face's names.</summary>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other.</exception>
    public (ClipConfig Config, IReadOnlyDictionary<string, StoredTensor> Tensors) Open()
    {
        var tensors = new Dictionary<string, StoredTensor>();
        foreach (string file in Weights)
            foreach (var (name, tensor) in Bundles.Weights.Open(file))
                if (!tensors.TryAdd(name, tensor)) throw new ModelBundleException($"'{file}' has the tensor '{name}', which another shard has too. Copy the model again.");
        if (IsHuggingFace) return (HuggingFaceConfig.Read(Directory), tensors);
        if (!OpenAiCheckpoint.Is(tensors) && tensors.ContainsKey(HuggingFaceKey))
            throw new ModelBundleException($"'{Weights[0]}' has Hugging Face's names but no config.json that tells its numbers; give the folder that has both.");
        return (OpenAiCheckpoint.ConfigOf(tensors, Weights[0]), OpenAiCheckpoint.Rename(tensors));
    }

    /// <summary>Every file that results depend on, full paths: copied into another folder, they are the same CLIP.</summary>
    public IReadOnlyList<string> All => [.. Weights, .. ClipVocabulary.FilesIn(Directory), .. Settings().Where(File.Exists)];

    /// <summary>SHA-256 over the names and bytes of all files that results depend on, lower-case hex.</summary>
    public string Hash(string method)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(method));
        foreach (string path in All)
        {
            using var file = File.OpenRead(path);
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<string> Settings() =>
        IsHuggingFace ? new[] { HuggingFaceConfig.File, ImagePreprocessing.File, Index, OldIndex }.Select(name => Path.Combine(Directory, name)) : [];

    private static List<string> HuggingFaceWeights(string directory)
    {
        foreach (string name in new[] { Single, Index, Old, OldIndex })
        {
            string path = Path.Combine(directory, name);
            if (File.Exists(path)) return name is Index or OldIndex ? Shards(path) : [path];
        }

        var candidates = Candidates(directory, tensors => tensors.ContainsKey(HuggingFaceKey));
        if (candidates.Count == 0 && Refused(directory) is { } refused) throw refused;
        return candidates.Count == 1 ? candidates : throw new ModelBundleException(
            $"The CLIP '{directory}' has {(candidates.Count == 0 ? "no weights" : $"{candidates.Count} files of weights")}; it needs {Single}, or {Index} with its shards.");
    }

    private static List<string> Shards(string index)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            var names = json.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
            if (names.Find(name => name.Length == 0 || Path.GetFileName(name) != name) is { } strange) throw new FormatException($"'{strange}' is not the name of a file beside it.");
            return names.ConvertAll(name => Path.Combine(Path.GetDirectoryName(index)!, name));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelBundleException($"'{index}' does not list the shards of a model: {e.Message} Copy the model again.", e);
        }
    }

    /// <summary>Why a folder holds no CLIP: a file of it that cannot be read is the likeliest reason, then a missing config.json.</summary>
    private static ModelBundleException Absent(string directory)
    {
        if (HuggingFaceConfig.FaultIn(directory) is { } fault) return fault;
        if (Refused(directory) is { } refused) return refused;
        return Candidates(directory, tensors => tensors.ContainsKey(HuggingFaceKey)) is [var weights, ..]
            ? new($"'{directory}' has weights of a CLIPModel ('{Path.GetFileName(weights)}') but no {HuggingFaceConfig.File} that tells its numbers; put the one that belongs to them beside them.")
            : new($"There is no CLIP in '{directory}': it has neither {HuggingFaceConfig.File} of a CLIPModel nor a checkpoint ({string.Join(", ", CheckpointFile.Endings)}) with OpenAI's names.");
    }

    /// <summary>What is said of the first file of weights that cannot be opened, as if it had been named itself; null if all can.</summary>
    private static ModelBundleException? Refused(string directory)
    {
        try
        {
            foreach (string file in CheckpointsIn(directory)) Bundles.Weights.Open(file);
            return null;
        }
        catch (ModelBundleException refused)
        {
            return refused;
        }
    }

    private static IEnumerable<string> CheckpointsIn(string directory) =>
        System.IO.Directory.EnumerateFiles(directory).Where(file => CheckpointFile.Endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal);

    private static List<string> Candidates(string directory, Func<IReadOnlyDictionary<string, StoredTensor>, bool> wanted) => [.. CheckpointsIn(directory).Where(file => Fits(file, wanted))];

    // A folder may hold other things under such names; whether the right one is whole is said when it is opened, or when there is no other.
    private static bool Fits(string file, Func<IReadOnlyDictionary<string, StoredTensor>, bool> wanted)
    {
        try
        {
            return wanted(CheckpointFile.Open(file));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }
}
