"""Does jobs for bench/core/race.ts with numpy and PyTorch: a line of JSON in, a line of JSON out.

    {"do": "make", "job": 0, "library": "torch", "kind": "step", ...}   ->  {} or {"missing": why}
    {"do": "run", "job": 0, "calls": 5}                                 ->  {"wall": ms per call, "cpu": ms per call}
    {"do": "drop", "job": 0}      {"do": "facts"}
The one argument is the number of threads."""
import gc
import importlib
import json
import sys
import time

THREADS = int(sys.argv[1])
jobs = {}


def make(request):
    library = request["library"]
    try:
        importlib.import_module(library)
    except ImportError:
        return {"missing": f"python3-{'torch' if library == 'torch' else 'numpy'} is not installed"}
    if library == "torch":
        import torch

        torch.set_num_threads(THREADS)
    if not blas():
        return {"missing": "libopenblas0-pthread is not installed: the reference BLAS is no peer"}
    jobs[request["job"]] = importlib.import_module(f"{library}_jobs").job(request)
    return {}


def run(request):
    job, calls = jobs[request["job"]], request["calls"]
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(calls):
        job()
    return {"wall": 1e3 * (time.perf_counter() - wall) / calls, "cpu": 1e3 * (time.process_time() - cpu) / calls}


def drop(request):
    jobs.pop(request["job"], None)
    gc.collect()
    return {}


def blas():
    """The system's OpenBLAS in its own words, or None."""
    import ctypes

    try:
        library = ctypes.CDLL("libopenblas.so.0")
        library.openblas_get_config.restype = ctypes.c_char_p
        config = library.openblas_get_config().decode()
    except (OSError, AttributeError):
        return None
    # Whatever serves libblas.so.3 is what numpy and PyTorch use.
    return config if "openblas" in open("/proc/self/maps").read() else None


def facts(_):
    found = {}
    for name in ("numpy", "torch"):
        try:
            found[name] = importlib.import_module(name).__version__
        except ImportError:
            pass
    found["BLAS"] = blas() or "reference BLAS"
    found["python"] = sys.version.split()[0]
    return {"facts": found}


for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = {"make": make, "run": run, "drop": drop, "facts": facts}[request["do"]](request)
    except Exception as error:  # whatever goes wrong is told, and the race goes on without
        reply = {"missing": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
