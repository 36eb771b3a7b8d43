namespace AlignZeg.Abstractions.Jobs;

/// <summary>Something that became of a job, made durable together with it. At most one event of a job has a sequence.</summary>
/// <param name="Sequence">From 1, in the order in which it happened; numbers may be missing.</param>
/// <param name="Type">See <see cref="Webhooks.WebhookEvents"/>.</param>
/// <param name="At">When.</param>
/// <param name="Job">How the job was then.</param>
/// <param name="Batch">The shard that is done, if it tells of one.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-event")]
public sealed record JobEvent(long Sequence, string Type, DateTimeOffset At, JobStatus Job, JobBatch? Batch = null);

/// <summary>A shard of a job of which every image has a result.</summary>
/// <param name="Number">Which, from 0.</param>
/// <param name="Images">All of its images.</param>
/// <param name="Ok">Labelled.</param>
/// <param name="Failed">Not labelled.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-batch")]
public sealed record JobBatch(int Number, int Images, int Ok, int Failed);
