namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>How far down its list of rows a run of the full network goes; each takes those before it too.</summary>
internal enum NetworkRows
{
    /// <summary>What the claim is about.</summary>
    Claim,

    /// <summary>Single parts, seconds for a row, and SAN's fusion, which is a training of masks.</summary>
    Parts,

    /// <summary>Other ways to make masks: a training of masks for every row.</summary>
    OwnMasks,

    /// <summary>Training in one stage: minutes for every row.</summary>
    OneStage,
}
