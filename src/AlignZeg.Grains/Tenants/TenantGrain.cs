using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Tenants;

[PrefersNoDevices]
internal sealed class TenantGrain(
    [PersistentState("tenant", GrainStorageNames.Tenants)] IPersistentState<TenantState> tenant, IOptions<TenantOptions> options, TimeProvider time)
    : Grain, ITenantGrain
{
    private const double LeastWeight = 0.01, MostWeight = 1000;
    private bool _unsaved;

    private string Name => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var job in tenant.State.Jobs.Values.Where(job => job.IsRunning)) job.HeardAt = time.GetUtcNow(); // none could be heard while nobody listened
        this.RegisterGrainTimer(SaveUnsavedAsync, options.Value.SaveEvery, options.Value.SaveEvery);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => SaveUnsavedAsync(cancellationToken);

    public Task<TenantStatus> GetAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        return Task.FromResult(new TenantStatus(tenant.State.Weight, tenant.State.Quotas, tenant.State.Of(now), tenant.State.Running(now, options.Value)));
    }

    public Task SetQuotasAsync(TenantQuotas quotas, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(quotas);
        quotas.Check();
        tenant.State.Quotas = quotas;
        return SaveAsync(cancellationToken);
    }

    public Task SetWeightAsync(double weight, CancellationToken cancellationToken = default)
    {
        if (weight is not (>= LeastWeight and <= MostWeight)) throw new InvalidTenantTermsException($"The weight is {weight}; give a number from {LeastWeight} to {MostWeight}.");
        tenant.State.Weight = weight;
        return SaveAsync(cancellationToken);
    }

    public Task<TenantUsage> UsageAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default)
    {
        var days = tenant.State.Days.Where(entry => entry.Key >= from && entry.Key <= to).Select(entry => new DayUsage(entry.Key, entry.Value)).ToArray();
        return Task.FromResult(new TenantUsage(days, days.Aggregate(LabellingUsage.None, (sum, day) => sum.Plus(day.Usage)), tenant.State.Ever));
    }

    public Task AdmitAsync(LabellingUsage usage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(usage);
        if (QuotaRules.NotCarrying(Name, tenant.State.Quotas, tenant.State.Of(time.GetUtcNow()), usage, time.GetUtcNow()) is { } breach) throw new QuotaExceededException(breach);
        return AddAsync(usage, cancellationToken);
    }

    public Task AddAsync(LabellingUsage usage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(usage);
        tenant.State.Add(usage, time.GetUtcNow());
        _unsaved = true;
        return Task.CompletedTask;
    }

    public Task AdmitJobAsync(JobKey job, long images, CancellationToken cancellationToken = default)
    {
        tenant.State.Admit(job, images, time.GetUtcNow(), options.Value);
        return SaveAsync(cancellationToken);
    }

    public async Task<TenantStanding> AdmitJobAgainAsync(JobUsageReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        tenant.State.AdmitAgain(report, time.GetUtcNow(), options.Value);
        await SaveAsync(cancellationToken);
        return Standing(time.GetUtcNow());
    }

    public async Task<TenantStanding> ChargeJobAsync(JobUsageReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var now = time.GetUtcNow();
        _unsaved |= tenant.State.Charge(report, now, options.Value);
        if (!report.IsRunning) await SaveUnsavedAsync(cancellationToken); // it may not report again; one that runs will
        return Standing(now);
    }

    private TenantStanding Standing(DateTimeOffset now) => new(tenant.State.Weight, QuotaRules.UsedUp(Name, tenant.State.Quotas, tenant.State.Of(now), now));

    private Task SaveUnsavedAsync(CancellationToken cancellationToken) => _unsaved ? SaveAsync(cancellationToken) : Task.CompletedTask;

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        tenant.State.Fold(time.GetUtcNow(), options.Value);
        _unsaved = false; // if it cannot be saved, the activation ends with what is in memory
        await tenant.SaveAsync(this, cancellationToken);
    }
}
