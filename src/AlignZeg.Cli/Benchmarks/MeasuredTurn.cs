namespace AlignZeg.Cli.Benchmarks;

/// <summary>A turn of a benchmark.</summary>
/// <param name="Seconds">It took, without looking at the memory.</param> <param name="HeldBytes">See <see cref="HeldMemory"/>, at its last image; null = of another process, which does not say.</param> <param name="PeakMegabytes">See <see cref="PeakMemory"/>.</param>
internal readonly record struct MeasuredTurn(double Seconds, long? HeldBytes, long PeakMegabytes);
