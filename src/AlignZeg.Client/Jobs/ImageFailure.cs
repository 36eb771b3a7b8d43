namespace AlignZeg.Client.Jobs;

/// <summary>An image whose newest result is a failure.</summary>
/// <param name="Index">Index within the job, from 0.</param>
/// <param name="Image">Name within the dataset.</param>
/// <param name="Reason">A code, lower case with underscores.</param>
/// <param name="Message">One sentence; null if there is none.</param>
/// <param name="Attempt">Which try failed, from 1.</param>
public sealed record ImageFailure(int Index, string Image, string Reason, string? Message, int Attempt);

/// <summary>A page of failures.</summary>
/// <param name="Failures">In the order of the job's parts.</param>
/// <param name="Next">Where the next page begins; null = there are no more.</param>
public sealed record FailurePage(IReadOnlyList<ImageFailure> Failures, string? Next);
