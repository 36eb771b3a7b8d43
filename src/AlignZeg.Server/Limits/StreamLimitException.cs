namespace AlignZeg.Server.Limits;

/// <summary>A tenant has as many streams open on this silo as it may.</summary>
internal sealed class StreamLimitException(int most)
    : Exception($"The tenant has {most:N0} streams open here, and may not have more; close some, or ask for pages.");
