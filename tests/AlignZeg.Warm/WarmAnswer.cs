namespace AlignZeg.Warm;

/// <summary>What one command line left.</summary>
public sealed record WarmAnswer(int ExitCode, string Output, string Error);
