using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Clusters;
using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Grains.Hosting;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Labelling;

/// <summary>A request whose every part was found and checked, before anything is started or written.</summary>
internal sealed record LabelPlan(LabelRequest Request, ImageInputs Images, VocabularyDefinition Vocabulary, ModelBundle Model, TruthFolder? Truth, bool?[]? Seen)
{
    /// <summary>The model that ships with the program.</summary>
    public static string DefaultModel { get; } = Path.Combine(AppContext.BaseDirectory, "models", "tiny");

    /// <summary>The cluster to run on; null for this process.</summary>
    public ClusterConfiguration? Cluster { get; init; }

    public IReadOnlyList<string> ClassNames { get; } = [.. Vocabulary.Classes.Select((_, id) => Vocabulary.NameOf(id))];

    /// <summary>Finds and checks everything.</summary>
    /// <param name="request">What was asked for.</param> <param name="finder">Finds the images.</param> <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandException">Something is missing or wrong; the sentence says what.</exception>
    public static async Task<LabelPlan> MakeAsync(LabelRequest request, ImageFinder finder, CancellationToken cancellationToken)
    {
        var vocabulary = WithDefaults(await ReadVocabularyAsync(request.Vocabulary, cancellationToken), request);
        var model = FindModel(request.Model, request.Precision); // what is quickly wrong is said before archives are unpacked
        var images = await finder.FindAsync(request.Inputs, cancellationToken);
        var truth = request.Truth is null ? null : TruthFolder.Open(request.Truth, images.Entries);
        var split = ClassSplitFile.Find(request.Split, request.Truth, request.Vocabulary);
        var seen = split is null ? null : await ClassSplitFile.ReadAsync(split, [.. vocabulary.Classes.Select(one => one.Name)], cancellationToken);
        var cluster = request.Cluster is { } file ? ClusterFile.Read(file) : null;
        return new(request, images, vocabulary, model, truth, seen) { Cluster = cluster };
    }

    /// <summary>The plan of a vocabulary that is known already, without truth and split, in this process.</summary>
    /// <exception cref="CommandException">Images or model are missing.</exception>
    public static async Task<LabelPlan> MakeAsync(LabelRequest request, VocabularyDefinition vocabulary, ImageFinder finder, CancellationToken cancellationToken) =>
        new(request, await finder.FindAsync(request.Inputs, cancellationToken), vocabulary, FindModel(request.Model, request.Precision), null, null);

    /// <summary>What makes the job this job.</summary>
    public JobFingerprint Fingerprint() => new(
        JobFingerprint.HashLines(Images.Entries.Select(image => $"{image.Name}\t{image.Bytes}\t{image.Version}")),
        VocabularyJson.Hash(Vocabulary),
        Model.Hash,
        "masks" + (Request.Confidence ? ", confidence maps" : "") + (Request.Overlay ? ", overlays" : ""),
        Request.Tiling?.ToString());

    /// <summary>Reads and checks a vocabulary file.</summary>
    /// <exception cref="CommandException">There is none, or it breaks a rule.</exception>
    public static async Task<VocabularyDefinition> ReadVocabularyAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return VocabularyFile.Parse(await File.ReadAllTextAsync(path, cancellationToken), Path.GetFileNameWithoutExtension(path));
        }
        catch (InvalidVocabularyException exception)
        {
            var more = exception.Problems.Count > 1 ? $" ({exception.Problems.Count - 1:N0} more problems)" : "";
            throw CommandException.BadInput($"The vocabulary '{path}': {exception.Problems[0]}{more}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"The vocabulary '{path}' cannot be read; give a text file with one class per line, or a JSON file.", exception);
        }
    }

    // What is asked for on the command line is another vocabulary: its results are never taken for those of the file alone.
    private static VocabularyDefinition WithDefaults(VocabularyDefinition vocabulary, LabelRequest request)
    {
        foreach (var (option, value) in new[] { ("--threshold", request.Threshold), ("--margin", request.Margin) })
            if (value is not (null or (>= 0 and <= 1))) throw CommandException.BadInput($"The option {option} is {value}; give a number from 0 to 1.");
        return VocabularyRules.Normalise(vocabulary with { Threshold = request.Threshold ?? vocabulary.Threshold, Margin = request.Margin ?? vocabulary.Margin });
    }

    private static ModelBundle FindModel(string? named, Precision precision)
    {
        var source = ModelSource.Parse(named ?? DefaultModel) with { Precision = precision };
        if (source.Path.Length > 0) source = source with { Path = Path.GetFullPath(source.Path) };
        if (!Directory.Exists(source.Path) && !(source.ClipAlone && File.Exists(source.Path)))
        {
            throw named is null
                ? CommandException.Failed($"The model that ships with alignzeg is missing from '{source.Path}'; build the project again, or name a bundle with --model.")
                : CommandException.BadInput($"There is no model '{named}'; --model takes the folder of a bundle (config.json, tokenizer.json, *.safetensors), or clip:DIR.");
        }
        try
        {
            if (source.ClipAlone) ClipEncoder.LoadTokenizer(source.Path); // a vocabulary that does not fit is said before anything is written
            return new(new ModelKey(KeyName(source)), source.ToString(), source.Hash());
        }
        catch (ModelBundleException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    /// <summary>The folder's name with what may not stand in a key replaced.</summary>
    private static string KeyName(ModelSource source)
    {
        var folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(source.Path));
        var form = (source.ClipAlone ? "clip-" : "") + folder + (source.Precision == Precision.Fp32 ? "" : "-" + source.Precision.Name());
        var name = string.Concat(form.Select(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' ? one : '_'));
        return name.Length is 0 or > 60 ? "model" : name;
    }
}
