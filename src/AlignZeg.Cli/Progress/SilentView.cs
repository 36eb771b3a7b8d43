namespace AlignZeg.Cli.Progress;

/// <summary>Shows nothing.</summary>
internal sealed class SilentView : IProgressView
{
    public void Stage(string text)
    {
        // nothing to show
    }

    public void Update(ProgressSnapshot snapshot)
    {
        // nothing to show
    }

    public void Finish(ProgressSnapshot snapshot)
    {
        // nothing to show
    }
}
