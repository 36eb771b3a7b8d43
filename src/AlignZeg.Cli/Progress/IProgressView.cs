namespace AlignZeg.Cli.Progress;

/// <summary>Shows how far a job is. Calls come from one thread at a time.</summary>
internal interface IProgressView
{
    /// <summary>Says what begins now.</summary>
    void Stage(string text);

    /// <summary>Shows numbers; called often, shows seldom.</summary>
    void Update(ProgressSnapshot snapshot);

    /// <summary>The last numbers: shown in any case, and the line is closed.</summary>
    void Finish(ProgressSnapshot snapshot);
}
