using System.Text.Json;
using System.Text.Json.Nodes;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Provenance;

/// <summary><c>provenance.json</c>: what the label maps of a job came from. The same job gives the same bytes; the README says what the hashes are over.</summary>
internal sealed record ProvenanceCard
{
    /// <summary>The card's place in a job's output folder.</summary>
    public const string FileName = "provenance.json";

    private const int Current = 1;

    /// <summary>Of the card's form; 1.</summary>
    public required int Format { get; init; }

    /// <summary>The job's id.</summary>
    public required string Job { get; init; }

    /// <summary>Version of alignzeg.</summary>
    public required string Software { get; init; }

    /// <summary>Number of images and hash of their manifest.</summary>
    public required HashedCount Images { get; init; }

    /// <summary>The model.</summary>
    public required ModelFacts Model { get; init; }

    /// <summary>SHA-256 of the vocabulary's normal form.</summary>
    public required string VocabularySha256 { get; init; }

    /// <summary>The vocabulary in its normal form: classes, synonyms, thresholds, margins, renames.</summary>
    public required JsonNode Vocabulary { get; init; }

    /// <summary>The prompts, the vocabulary's or else the model's own.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>How large images were cut into tiles; null = they were read whole.</summary>
    public JobTiling? Tiling { get; init; }

    /// <summary>Which files were written per image.</summary>
    public required string Files { get; init; }

    /// <summary>Number of label maps and hash over all of them.</summary>
    public required HashedCount Outputs { get; init; }

    /// <summary>Of a job that is done.</summary>
    public static ProvenanceCard Of(LabelPlan plan, string job, ResultDigest results)
    {
        var source = ModelSource.Parse(plan.Model.Path);
        var settings = source.ReadSettings();
        return new()
        {
            Format = Current,
            Job = job,
            Software = ProductVersion.Text,
            Images = results.Images(),
            Model = new(plan.Model.Model.Name, plan.Model.Hash, source.Precision.Name(), settings),
            VocabularySha256 = VocabularyJson.Hash(plan.Vocabulary),
            Vocabulary = JsonNode.Parse(VocabularyJson.Canonical(plan.Vocabulary))!,
            Templates = plan.Vocabulary.Templates.Count > 0 ? plan.Vocabulary.Templates : settings.Templates,
            Tiling = plan.Request.Tiling,
            Files = plan.Fingerprint().Outputs,
            Outputs = results.Outputs(),
        };
    }

    /// <summary>Reads the card of a folder.</summary>
    /// <exception cref="CommandException">There is none, or it is of another form.</exception>
    public static async Task<ProvenanceCard> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw CommandException.BadInput($"There is no '{path}'; give the output folder of a finished alignzeg label, or run it again, which writes the card.");
        try
        {
            var card = JsonSerializer.Deserialize<ProvenanceCard>(await File.ReadAllBytesAsync(path, cancellationToken), ResultJson.Indented);
            return card is { Format: Current } ? card : throw CommandException.BadInput($"The card '{path}' has another format than {Current}; verify with the version of alignzeg that wrote it.");
        }
        catch (JsonException exception)
        {
            throw CommandException.BadInput($"The card '{path}' cannot be read: {JsonFault.Describe(exception)}.", exception);
        }
    }

    /// <summary>The vocabulary as the job had it.</summary>
    /// <exception cref="CommandException">The card was changed since it was written.</exception>
    public VocabularyDefinition ReadVocabulary()
    {
        var read = VocabularyJson.Read(JsonSerializer.SerializeToUtf8Bytes(Vocabulary));
        return VocabularyJson.Hash(read) == VocabularySha256 ? read : throw CommandException.BadInput("The card's vocabulary is not that of its hash: the card was changed since the job wrote it.");
    }
}

/// <summary>How many there are, and a hash over all.</summary>
/// <param name="Count">The number.</param> <param name="Sha256">Lower-case hex.</param>
internal sealed record HashedCount(long Count, string Sha256);

/// <summary>A model.</summary>
/// <param name="Name">For people.</param> <param name="Sha256">Of its files.</param> <param name="Precision">Numbers that it computed in.</param> <param name="Settings">What it does with pictures.</param>
internal sealed record ModelFacts(string Name, string Sha256, string Precision, InferenceSettings Settings);
