using AlignZeg.Model.Bundles;
using Files = System.IO.Path;

namespace AlignZeg.Model.Inference;

/// <summary>What a person names as a model: the folder of a bundle, or "clip:" and a CLIP that segments alone; "bf16:" before it computes in those numbers.</summary>
/// <param name="Path">A folder, or a checkpoint of OpenAI.</param> <param name="ClipAlone">True for "clip:".</param> <param name="Precision">Bf16 for "bf16:".</param>
public sealed record ModelSource(string Path, bool ClipAlone, Precision Precision = Precision.Fp32)
{
    private const string Prefix = "clip:", Bf16 = "bf16:";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static ModelSource Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(Bf16, StringComparison.Ordinal)) return Parse(text[Bf16.Length..]) with { Precision = Precision.Bf16 };
        return text.StartsWith(Prefix, StringComparison.Ordinal) ? new(text[Prefix.Length..], ClipAlone: true) : new(text, ClipAlone: false);
    }

    /// <summary>Loads the model. Call it on the thread that will own the device.</summary>
    /// <param name="device">"cpu", "cuda" or "cuda:N".</param>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other; or there is no such device.</exception>
    public ISegmenter Load(string device = "cpu") => ClipAlone ? ClipSegmenter.Load(Path, device, precision: Precision) : Segmenter.Load(Path, device, precision: Precision);

    /// <summary>What <see cref="ISegmenter.Hash"/> will be, without loading the model.</summary>
    /// <exception cref="ModelBundleException">Files are missing.</exception>
    public string Hash()
    {
        if (ClipAlone) return Precision.Mark(ClipSegmenter.HashOf(Path));
        if (HuggingFaceConfig.IsIn(Path)) throw new ModelBundleException($"'{Path}' is a CLIP and no bundle; write {Prefix}{Path} to use it alone, without training.");
        return Precision.Mark(Segmenter.HashOf(Path));
    }

    /// <summary>What the model does unless a vocabulary says otherwise, without loading it.</summary>
    /// <exception cref="ModelBundleException">The bundle's configuration cannot be read.</exception>
    public InferenceSettings ReadSettings()
    {
        if (ClipAlone) return new(new DenseConfig().Templates, new DenseConfig().ClaimThreshold);
        var config = ModelBundle.ConfigOf(Path).AlignZeg;
        return new(config.Templates, config.ClaimThreshold, config.ShortSide, config.LongestSide);
    }

    /// <summary>The files that make the model, with their names relative to a folder: copied there, they are the same model with the same hash.</summary>
    /// <exception cref="ModelBundleException">There is no CLIP.</exception>
    public IReadOnlyList<(string Name, string File)> ListFiles()
    {
        if (ClipAlone && !ModelBundle.IsIn(Path)) return [.. ClipFiles.Find(Path).All.Select(file => (Files.GetFileName(file), file))];
        var files = Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return [.. files.Select(file => (Files.GetRelativePath(Path, file).Replace(Files.DirectorySeparatorChar, '/'), file))];
    }

    /// <inheritdoc/>
    public override string ToString() => (Precision == Precision.Bf16 ? Bf16 : "") + (ClipAlone ? Prefix : "") + Path;
}
