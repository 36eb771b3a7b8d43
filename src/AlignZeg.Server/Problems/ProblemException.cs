namespace AlignZeg.Server.Problems;

/// <summary>An endpoint's way to answer with a problem.</summary>
internal sealed class ProblemException(ProblemType type, string detail) : Exception(detail)
{
    public ProblemType Type { get; } = type;
}
