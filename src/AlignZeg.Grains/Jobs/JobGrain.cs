using System.Diagnostics;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tenants;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Jobs;

[PrefersNoDevices]
internal sealed class JobGrain(
    [PersistentState("job", GrainStorageNames.Jobs)] IPersistentState<JobState> job, IOptions<JobOptions> options, IOptions<TenantOptions> tenants, LongPoll polls, TimeProvider time)
    : Grain, IJobGrain, IRemindable
{
    private JobRun? _run;
    private GrainReminder? _reminder;
    private JobAnnouncer? _announcer;
    private IGrainTimer? _ticks; // while there is something to do, and keeps the activation for so long
    private bool _isLeftAlone;
    private string? _problem;
    private (string Problem, DateTimeOffset At)? _hindrance; // of a job that is running all the same
    private readonly Signal _changed = new();

    private JobKey Key => JobKey.Parse(this.GetPrimaryKeyString());

    private JobRun Run => _run ??= new JobRun(
        Key, job.State, GrainFactory, options.Value.MaxOpenShards, new JobAccount(Key, GrainFactory, tenants.Value.ChargeEvery, time), time);

    private GrainReminder Reminder => _reminder ??= new(this, "reconcile");

    private JobAnnouncer Announcer => _announcer ??= new(Key, job.State.Announcements, GrainFactory);

    private string? Hopelessness => job.State.Hopelessness(job.State.Count(Run.Open));

    private JobPhase Phase => job.State.Phase switch
    {
        JobPhase.Running when _problem is not null => JobPhase.Blocked,
        JobPhase.Running when Run.Account.Problem is not null => JobPhase.Waiting,
        var phase => phase,
    };

    private bool MayGoOn => Phase is JobPhase.Running or JobPhase.Waiting;

    private string? Problem => Phase switch
    {
        JobPhase.Blocked => _problem,
        JobPhase.Waiting => Run.Account.Problem,
        JobPhase.Running when _hindrance is { } hindrance && !(Run.Progress(Run.Open).LastProgressAt > hindrance.At) => hindrance.Problem,
        _ => null,
    };

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!job.RecordExists) return;
        Tick(TimeSpan.Zero);
        job.State.Announcements.Adopt(job.State.Phase);
        await Run.RecallAsync(cancellationToken);
        _problem = Hopelessness;
    }

    public async Task<JobStatus> StartAsync(JobRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (job.State.Accept(Key, request)) await BeginAsync(request, cancellationToken);
        else await GoOnAsync(request.Terms, cancellationToken);
        await ReconcileAsync(cancellationToken);
        return await GetStatusAsync(cancellationToken);
    }

    public Task<JobRequest> GetRequestAsync(CancellationToken cancellationToken = default) => Task.FromResult(RequireStarted().Request!);

    public async Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        RequireStarted();
        await Run.CountOpenAsync(cancellationToken);
        return LastKnown();
    }

    public async Task<JobStatus> WaitAsync(TimeSpan wait, CancellationToken cancellationToken = default)
    {
        RequireStarted();
        if (MayGoOn) await polls.WaitAsync(_changed.Next, wait, cancellationToken);
        return await GetStatusAsync(cancellationToken);
    }

    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        if (!RequireStarted().Pause(Key)) return;
        await SaveAsync(cancellationToken);
        await HaltAsync(revoke: false, CancellationToken.None); // it is paused: whoever asked for it may leave
    }

    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        RequireStarted();
        await AskForPlaceAsync(Phase is JobPhase.Paused or JobPhase.Blocked, cancellationToken);
        if (job.State.Resume(Key)) await SaveAsync(cancellationToken);
        (_problem, _hindrance) = (null, null);
        Run.Restart();
        await ReconcileAsync(cancellationToken);
    }

    public async Task CancelAsync(CancellationToken cancellationToken = default)
    {
        if (!RequireStarted().Cancel(Key, time.GetUtcNow())) return;
        await SaveAsync(cancellationToken);
        await HaltAsync(revoke: true, CancellationToken.None); // as for a pause
    }

    public async Task<JobStatus> RetryFailedAsync(IReadOnlyList<string>? reasons = null, int? number = null, CancellationToken cancellationToken = default)
    {
        var open = await RequireRun().CountOpenAsync(cancellationToken);
        await AskForPlaceAsync(Phase is JobPhase.Blocked || (Phase is JobPhase.Completed && job.State.FlawedShards.Count > 0), cancellationToken); // given back by the reconciliation if there is nothing to try
        if (job.State.Retry(Key, reasons, number, open))
        {
            _isLeftAlone = false;
            await Reminder.SetBeforeSaveAsync(cancellationToken); // then it never runs without
            await SaveAsync(cancellationToken);
            Run.Restart();
        }

        (_problem, _hindrance) = (null, null);
        await ReconcileAsync(cancellationToken);
        return await GetStatusAsync(cancellationToken);
    }

    public Task<JobFailures> ReadFailuresAsync(FailureCursor cursor, int max, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return RequireRun().ReadFailuresAsync(cursor, max, cancellationToken);
    }

    public async Task ShardFailingAsync(int shard, ShardCounts counts, CancellationToken cancellationToken = default)
    {
        RequireRun().Hear(shard, counts);
        if (MayGoOn && Hopelessness is { } problem) await BlockAsync(problem, cancellationToken);
    }

    public async Task ShardDoneAsync(int shard, ShardCounts counts, CancellationToken cancellationToken = default)
    {
        if (!RequireStarted().ShardDone(shard, counts, time.GetUtcNow())) return;
        Run.Forget(shard); // before the save: others may ask for the counts meanwhile
        await SaveAsync(cancellationToken);
        if (job.State.Phase == JobPhase.Completed) await EndAsync(cancellationToken);
        else await ReconcileAsync(cancellationToken);
    }

    public async Task BlockAsync(string problem, CancellationToken cancellationToken = default)
    {
        RequireStarted();
        if (!MayGoOn) return;
        _problem = problem;
        await HaltAsync(revoke: false, cancellationToken);
        await TellAsync(cancellationToken);
    }

    public Task HinderAsync(string problem, CancellationToken cancellationToken = default)
    {
        RequireStarted();
        _hindrance = (problem, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (!job.RecordExists) return Reminder.ForgetAsync(); // its start was not saved after all
        return job.State.EndedAt is null ? ReconcileAsync(CancellationToken.None) : EndAsync(CancellationToken.None);
    }

    private async Task BeginAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var dataset = await GrainFactory.GetGrain<IDatasetGrain>(request.Dataset.ToString()).GetAsync(request.DatasetVersion, cancellationToken);
        await GrainFactory.GetGrain<IVocabularyGrain>(request.Vocabulary.ToString()).GetAsync(request.VocabularyVersion, cancellationToken);
        await Run.Account.AdmitAsync(dataset.Images, cancellationToken);
        job.State.Begin(request, dataset, time.GetUtcNow(), Activity.Current?.Id);
        await Reminder.SetBeforeSaveAsync(cancellationToken); // as for a retry
        await SaveAsync(cancellationToken);
    }

    private async Task GoOnAsync(JobTerms? terms, CancellationToken cancellationToken)
    {
        await AskForPlaceAsync(Phase is JobPhase.Blocked, cancellationToken);
        if (job.State.TakeTerms(terms)) await SaveAsync(cancellationToken);
        (_problem, _hindrance) = (null, null);
    }

    // A job that rests has no place among the running ones of its tenant. Asked for before anything is changed: where there is none, all stays as it is.
    private Task AskForPlaceAsync(bool isResting, CancellationToken cancellationToken) => isResting ? Run.AdmitAgainAsync(cancellationToken) : Task.CompletedTask;

    // The activation stays until nothing is left to do: a job that waits for the next day goes on by itself.
    private void Tick(TimeSpan first) => _ticks ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(first, options.Value.ReconcileEvery) { KeepAlive = true });

    // Reminders may end with the process; the job that comes back takes care of its own.
    private async Task TickAsync(CancellationToken cancellationToken)
    {
        await ReconcileAsync(cancellationToken);
        if (job.State.EndedAt is null) await Reminder.SetAsync(cancellationToken);
    }

    // Opens what should be open, offers it, and notices what is done: after a start, a tick, a finished shard, a lost silo alike.
    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        if (!job.RecordExists) return;
        if (!MayGoOn)
        {
            await Run.KeepWithdrawnAsync(cancellationToken); // whoever paused or ended it may not have come so far
            await Run.SettleAsync(cancellationToken);
            await TellAsync(cancellationToken);
            await LeaveAloneAsync(cancellationToken);
            return;
        }

        bool changed;
        try
        {
            changed = await Run.OpenAsync(cancellationToken);
        }
        catch (StorageException exception) when (exception.Fault != StorageFault.Unavailable)
        {
            await BlockAsync(exception.Message, cancellationToken); // one shard is enough: the job cannot be completed
            return;
        }

        if (changed) await SaveAsync(cancellationToken);
        if (job.State.Phase != JobPhase.Running) await EndAsync(cancellationToken);
        else if (Hopelessness is { } problem) await BlockAsync(problem, cancellationToken);
        else await Run.OfferAsync(cancellationToken);
        await TellAsync(cancellationToken);
    }

    private async Task HaltAsync(bool revoke, CancellationToken cancellationToken)
    {
        await Run.HaltAsync(revoke, cancellationToken);
        await EndAsync(cancellationToken);
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await Run.WithdrawAsync(cancellationToken);
        await Run.SettleAsync(cancellationToken); // before anybody hears of the end and starts another job
        _changed.Raise();
        await LeaveAloneAsync(cancellationToken);
    }

    private JobStatus LastKnown() =>
        new(Phase, job.State.Count(Run.Open), Problem, job.State.Dataset!.Shards(), Run.Progress(Run.Open), job.State.Retries.Count);

    // What becomes of the job is saved together with the event that tells of it, and told after that.
    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        Announcer.Note(LastKnown());
        await job.SaveAsync(this, cancellationToken);
        Announcer.Saved();
        Tick(options.Value.ReconcileEvery);
    }

    // What is no part of the stored state, being blocked or waiting, is told too. A full storage may be the reason: then it is told once there is room.
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        Announcer.Note(LastKnown());
        try
        {
            if (Announcer.HasUnsaved) await job.WriteStateAsync(cancellationToken);
            Announcer.Saved();
        }
        catch (StorageException)
        {
            // The next tick tries again.
        }
    }

    // Until the tenant is charged with all that was used, and its webhooks are told, the job is not left alone.
    private async Task LeaveAloneAsync(CancellationToken cancellationToken)
    {
        if (!Run.Account.IsSettled || !Announcer.IsDone) return;
        if (!_isLeftAlone) await Reminder.ForgetAsync(cancellationToken);
        _isLeftAlone = true;
        _ticks?.Dispose();
        _ticks = null;
    }

    private JobRun RequireRun()
    {
        RequireStarted();
        return Run;
    }

    private JobState RequireStarted() => job.RecordExists ? job.State : throw new JobNotFoundException(this.GetPrimaryKeyString());
}
