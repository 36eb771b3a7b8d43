namespace AlignZeg.Abstractions.Jobs;

/// <summary>How a job shall be run. Not part of what it is: the same request with other terms is the same job, and its results are the same bytes.</summary>
/// <param name="Priority">Among the jobs of one tenant, higher goes first; between tenants it says nothing. -100 to 100.</param>
/// <param name="Deadline">Among jobs of the same priority, the earlier deadline goes first; null = after those that have one.</param>
/// <param name="MaxFailures">More failed images than this block the job: its images are hopeless, and a person should look. Null = as many as there are.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-terms")]
public sealed record JobTerms(int Priority = 0, DateTimeOffset? Deadline = null, int? MaxFailures = null);
