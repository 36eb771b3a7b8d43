namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>How far down its list of rows a run of the full network goes; each takes those before it too.</summary>
internal enum NetworkRows
{
    /// <summary>What the claim is about.</summary>
    Claim,

    /// <summary>Single parts on masks of the claim: seconds for a row.</summary>
    Parts,

    /// <summary>SAN's fusion, alone and with all parts: one more training of masks.</summary>
    Fusion,

    /// <summary>Other ways to make masks: a training of masks for every row.</summary>
    OwnMasks,

    /// <summary>Training in one stage: minutes for every row.</summary>
    OneStage,
}
