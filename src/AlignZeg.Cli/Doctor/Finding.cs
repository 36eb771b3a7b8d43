namespace AlignZeg.Cli.Doctor;

/// <summary>One line of an examination.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Verdict">How bad it is.</param>
/// <param name="Fact">What was found.</param>
/// <param name="Remedy">What to do; null if nothing.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string Fact, string? Remedy = null);
