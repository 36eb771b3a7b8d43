namespace AlignZeg.Server.Problems;

/// <summary>A kind of error: what clients may rely on.</summary>
/// <param name="Code">Never changes; the <c>type</c> is <c>urn:alignzeg:problem:CODE</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same for every problem of the kind.</param>
internal sealed record ProblemType(string Code, int Status, string Title)
{
    public const string Prefix = "urn:alignzeg:problem:";

    public string Uri => Prefix + Code;
}
