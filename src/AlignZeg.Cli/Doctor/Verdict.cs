namespace AlignZeg.Cli.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but not well.</summary>
    Warn,

    /// <summary>Labelling will not work.</summary>
    Fail,
}
