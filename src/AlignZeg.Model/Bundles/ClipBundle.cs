using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Bundles;

/// <summary>A CLIP alone, ready for inference, from whatever holds one: a folder of Hugging Face, a checkpoint of OpenAI, or a bundle of ours.</summary>
internal sealed class ClipBundle : IDisposable
{
    private ClipBundle(ClipModel model, ITokenizer? tokenizer, ImagePreprocessing preprocessing, string directory) =>
        (Model, TokenizerOrNone, Preprocessing, Directory) = (model, tokenizer, preprocessing, directory);

    public ClipModel Model { get; }

    /// <summary>Null if the CLIP came without a vocabulary: it can still look at pictures.</summary>
    public ITokenizer? TokenizerOrNone { get; }

    public ImagePreprocessing Preprocessing { get; }

    public string Directory { get; }

    /// <summary>The tokenizer.</summary>
    /// <exception cref="ModelBundleException">The CLIP came without a vocabulary.</exception>
    public ITokenizer Tokenizer => TokenizerOrNone ?? throw new ModelBundleException(ClipVocabulary.Missing(Directory));

    /// <summary>Loads a CLIP onto a device.</summary>
    /// <param name="path">A folder, or a checkpoint of OpenAI.</param> <param name="device">Where it computes, in 32-bit floating point.</param>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other.</exception>
    public static ClipBundle Load(string path, Device device)
    {
        if (ModelBundle.IsIn(path)) return OfBundle(path, device);
        var files = ClipFiles.Find(path);
        var (config, tensors) = files.Open();
        var tokenizer = ClipVocabulary.Read(files.Directory, config.Text.Context, config.Text.VocabSize);
        var preprocessing = files.IsHuggingFace ? ImagePreprocessing.Read(files.Directory, config.Vision.ImageSize) : ImagePreprocessing.ForSide(config.Vision.ImageSize);
        var model = new ClipModel(config);
        Weights.Fill(model, tensors, files.Weights[0], name => name.EndsWith(".position_ids", StringComparison.Ordinal));
        return new(Ready(model, device), tokenizer, preprocessing, files.Directory);
    }

    /// <summary>The tokenizer alone, without the weights. A folder may hold nothing but a vocabulary; the context is then that of OpenAI's CLIPs.</summary>
    /// <exception cref="ModelBundleException">There is none, or its files are damaged.</exception>
    public static ITokenizer LoadTokenizer(string path)
    {
        if (ModelBundle.IsIn(path)) return ModelBundle.LoadTokenizer(path);
        if (!File.Exists(path) && !System.IO.Directory.Exists(path)) throw new ModelBundleException($"There is no folder '{path}'; give a bundle, a folder of Hugging Face's CLIPModel, or a checkpoint of OpenAI.");
        string directory = File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        if (ClipVocabulary.FilesIn(directory).Count == 0) throw new ModelBundleException(ClipVocabulary.Missing(directory));
        var text = TextConfigOf(path);
        return ClipVocabulary.Read(directory, (text ?? new()).Context, text?.VocabSize)!;
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    private static TextConfig? TextConfigOf(string path)
    {
        if (HuggingFaceConfig.IsIn(path)) return HuggingFaceConfig.Read(path).Text;
        bool hasWeights = File.Exists(path) || System.IO.Directory.EnumerateFiles(path).Any(file => Checkpoints.CheckpointFile.Endings.Contains(Path.GetExtension(file)));
        return hasWeights ? ClipFiles.Find(path).Open().Config.Text : null;
    }

    private static ClipBundle OfBundle(string path, Device device)
    {
        var bundle = ModelBundle.Load(path, device);
        bundle.Network.Dispose();
        return new(bundle.Clip, bundle.Tokenizer, ImagePreprocessing.ForSide(bundle.Config.Clip.Vision.ImageSize), path);
    }

    private static ClipModel Ready(ClipModel model, Device device)
    {
        model.to(device);
        model.eval();
        foreach (var parameter in model.parameters()) parameter.requires_grad = false;
        return model;
    }
}
