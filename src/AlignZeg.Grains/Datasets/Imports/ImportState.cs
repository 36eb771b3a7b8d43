using AlignZeg.Abstractions.Datasets;

namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>An import as it is stored: small, whatever the number of its images; their names and hashes are in one blob per step.</summary>
internal sealed class ImportState
{
    private const int MostTold = 100;

    /// <summary>What was asked for, without the signature.</summary>
    public ImportRequest? Request { get; set; }

    /// <summary>The signature; null from the moment the import is at rest. A secret.</summary>
    public string? Signature { get; set; }

    public ImportPhase Phase { get; set; }

    /// <summary>Steps that are done; each has its blob.</summary>
    public int Steps { get; set; }

    /// <summary>Where the next step begins in the list of the container; null = at its beginning, or, after the last step, nowhere.</summary>
    public string? Continuation { get; set; }

    /// <summary>True once the last blob was listed.</summary>
    public bool IsListed { get; set; }

    public int Images { get; set; }

    public long Bytes { get; set; }

    public int Duplicates { get; set; }

    public int SkippedCount { get; set; }

    public List<SkippedBlob> Skipped { get; set; } = [];

    public DatasetVersion? Version { get; set; }

    public string? Problem { get; set; }

    /// <summary>Since when the container has not answered.</summary>
    public DateTimeOffset? SilentSince { get; set; }

    /// <summary>Takes a request; true if the state changed.</summary>
    /// <exception cref="ImportConflictException">It holds another one.</exception>
    public bool Accept(string key, ImportRequest request)
    {
        if (Request is not null && !Request.AsksForTheSame(request)) throw new ImportConflictException(key);
        if (Phase == ImportPhase.Completed || (Request is not null && Phase == ImportPhase.Running && Signature == request.Signature)) return false;
        (Request, Signature, Phase, Problem, SilentSince) = (request with { Signature = "" }, request.Signature, ImportPhase.Running, null, null);
        return true;
    }

    /// <summary>A step is done and its blob written.</summary>
    public void Take(ImportStep step)
    {
        (Steps, Continuation, IsListed, Problem, SilentSince) = (Steps + 1, step.Continuation, step.Continuation is null, null, null);
        (Images, Bytes, Duplicates, SkippedCount) = (Images + step.Images.Count, Bytes + step.Images.Sum(image => image.Bytes), Duplicates + step.Duplicates, SkippedCount + step.Skipped.Count);
        Skipped.AddRange(step.Skipped.Take(MostTold - Skipped.Count));
    }

    /// <summary>The container does not answer. True if that has lasted too long, and the import is over.</summary>
    public bool Wait(string problem, DateTimeOffset now, TimeSpan longest)
    {
        SilentSince ??= now;
        if (now - SilentSince > longest) Fail(problem);
        else Problem = problem;
        return Phase == ImportPhase.Failed;
    }

    /// <summary>The end, without a version; the signature is forgotten.</summary>
    public void Fail(string problem) => (Phase, Problem, Signature) = (ImportPhase.Failed, problem, null);

    /// <summary>The end; the signature is forgotten.</summary>
    public void Complete(DatasetVersion version) => (Phase, Version, Problem, Signature) = (ImportPhase.Completed, version, null, null);

    public ImportStatus Status() => new(Phase, Images, Bytes, Duplicates, SkippedCount, [.. Skipped], Version, Problem);
}
